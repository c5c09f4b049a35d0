// A link as a picture for phones. In a file of its own, because most notebooks never need the packages.
import { generate } from "lean-qr";
import { toSvgSource } from "lean-qr/extras/svg";

/** As SVG, black on white in every theme: dark on light is what all phones read. */
export function qrCode(link: string): string {
  return toSvgSource(generate(link), { on: "black", off: "white", padX: 4, padY: 4, width: 220, height: 220 });
}
