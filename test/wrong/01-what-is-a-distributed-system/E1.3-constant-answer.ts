// loses: story e
function classify(s: Story): Transparency {
  return "access";
}
