// earns: 2
// Numbers, as a value shows itself.
import { display } from "tslab";

display.html("<b>4</b>");
display.text("4");
const shown = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "4", "text/html": "4 of 4 points" }) };
shown;
