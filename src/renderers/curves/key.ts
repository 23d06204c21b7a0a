import type { CurvesPayload } from "../../common/payloads/curves";
import { make } from "../frame/elements";
import type { Scope } from "../frame/scope";
import type { Look } from "./picture";
import { nameOf } from "./words";

const SVG = "http://www.w3.org/2000/svg";

/** The cells with their lines, each a switch. */
export class Key {
  readonly element = make("ul", "hglv-key");
  private readonly strokes: SVGLineElement[] = [];

  /** @param toggled a cell was switched off or on */
  constructor(scope: Scope, payload: CurvesPayload, toggled: (cell: number, shown: boolean) => void) {
    payload.cells.forEach(({ seeds }, cell) => {
      const button = make("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      const [swatch, stroke] = swatchOf();
      this.strokes.push(stroke);
      const many = seeds.length === 1 ? "1 seed" : `${seeds.length} seeds`;
      button.append(swatch, nameOf(payload, cell), make("small", "", many));
      scope.on(button, "click", () => {
        const shown = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(shown));
        toggled(cell, shown);
      });
      const item = make("li");
      item.append(button);
      this.element.append(item);
    });
  }

  paint(look: Look): void {
    this.strokes.forEach((stroke, cell) => {
      const { colour, dash } = look(cell);
      stroke.setAttribute("stroke", colour);
      stroke.setAttribute("stroke-dasharray", dash.join(" "));
    });
  }
}

function swatchOf(): [SVGSVGElement, SVGLineElement] {
  const swatch = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width: "26", height: "10", "aria-hidden": "true" }))
    swatch.setAttribute(name, value);
  const stroke = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ x1: "0", x2: "26", y1: "5", y2: "5", "stroke-width": "2.5" }))
    stroke.setAttribute(name, value);
  swatch.append(stroke);
  return [swatch, stroke];
}
