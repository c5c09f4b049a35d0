import { afterEach, expect, test } from "vitest";
import { checkpoint, grade, predict } from "../../kernel-lib/src/index.js";

afterEach(() => {
  delete process.env.VERTEILT_LANGUAGE;
});
const shown = (value: any): string => value[Symbol.for("Jupyter.display")]()["text/plain"];

test("reports and checkpoints speak the language of the interface, and English where it is unknown", async () => {
  const asked = () => checkpoint("1.1", predict("1.1", "How many?"), 7, "Because.");
  const graded = () => grade("E1.1", {}, async ({ test }) => test("it holds", 2.5, () => false));
  process.env.VERTEILT_LANGUAGE = "de";
  expect(shown(await asked())).toBe(
    "1.1: 0 von 1 Punkt\n  offen: How many?\n    Noch keine Vorhersage. Schreiben Sie Ihre dort, wo die Frage steht; führen Sie dann jene Zelle aus und diese.",
  );
  expect(shown(await graded())).toBe(
    "E1.1: 0 von 2,5 Punkten\n  falsch: it holds\n    Das gilt nicht.\nDas sind die sichtbaren Punkte; weitere gibt es bei der Bewertung.",
  );
  expect(((await asked()) as any).html).toContain(">Antwort zeigen</summary>Es ist 7. Because.");
  process.env.VERTEILT_LANGUAGE = "tlh";
  expect(shown(await graded())).toContain("E1.1: 0 of 2.5 points\n  failed: it holds\n    It does not hold.");
});
