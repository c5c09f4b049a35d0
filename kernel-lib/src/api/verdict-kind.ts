// A verdict of `explore` as a result of an experiment that was done elsewhere: it draws itself here as it would there.
import { addResultKind } from "../engine/sweep/result-kinds.js";
import type { Verdict } from "../verify/options.js";
import { readVerdict } from "../verify/verdict-data.js";
import { isDrawnVerdict, withVerdictPicture } from "./pictures.js";

addResultKind({
  name: "verdict",
  is: isDrawnVerdict,
  data: (verdict: Verdict) => ({ ...verdict }),
  make: (data: Verdict) => withVerdictPicture(readVerdict(data)),
});
