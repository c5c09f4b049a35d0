const speeds: Record<Medium, number> = { vacuum: 299.792458, fibre: 299.792458 / 1.5 }; // km a ms

function minPing(km: number, medium: Medium): number {
  const there = km / speeds[medium];
  const back = there;
  return there + back;
}
