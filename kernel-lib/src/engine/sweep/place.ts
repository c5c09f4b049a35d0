// What an experiment finds out may depend on the machine or the thread that does it: how much memory there is, or which
// line of a cell a piece of code was. Then it is done once more where it was written.
let watch: () => void = () => {};

/** What has just been found out might be otherwise elsewhere. */
export function dependsOnPlace(): void {
  watch();
}

export function watchPlace(watcher: () => void): void {
  watch = watcher;
}
