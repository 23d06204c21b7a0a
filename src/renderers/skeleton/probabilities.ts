import type { StepProbabilities } from "../../common/payloads/skeleton";
import { printable } from "../../common/payloads/printable";
import { make, setText } from "../frame/elements";
import { percent } from "../frame/words";

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [1000, 100];
/** Told apart by their dashes too, in the order of the classes. */
const DASHES = ["", "5 3", "2 2", "8 2 2 2", "1 3"];

/** The class probabilities over the frames of one clip, with what they are at the frame that is shown. */
export class Probabilities {
  readonly element = make("div", "hgls-shares");
  private readonly cursor = document.createElementNS(SVG, "line");
  private readonly reads: HTMLElement[] = [];

  constructor(
    private readonly shares: StepProbabilities,
    private readonly frames: number,
    label: string,
    predicted: string | null,
  ) {
    const { classes, values, from, to } = shares;
    const chart = document.createElementNS(SVG, "svg");
    chart.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    chart.setAttribute("preserveAspectRatio", "none");
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", `Probabilities of ${classes.map(printable).join(", ")} over the frames`);
    const list = make("ul");
    classes.forEach((name, i) => {
      const role = name === label ? "true" : name === predicted ? "taken" : "other";
      const line = document.createElementNS(SVG, "polyline");
      line.setAttribute("points", pointsOf(values[i]!, from, to, frames));
      line.setAttribute("class", `hgls-${role}`);
      line.setAttribute("stroke-dasharray", DASHES[i % DASHES.length]!);
      chart.append(line);
      const item = make("li", `hgls-${role}`);
      const key = document.createElementNS(SVG, "svg");
      key.setAttribute("viewBox", "0 0 20 6");
      key.setAttribute("aria-hidden", "true");
      const swatch = document.createElementNS(SVG, "line");
      for (const [attribute, value] of Object.entries({ x1: 0, x2: 20, y1: 3, y2: 3 }))
        swatch.setAttribute(attribute, String(value));
      swatch.setAttribute("stroke-dasharray", DASHES[i % DASHES.length]!);
      key.append(swatch);
      const read = make("b");
      this.reads.push(read);
      item.append(key, make("span", "", printable(name) || "unnamed class"), read);
      list.append(item);
    });
    this.cursor.setAttribute("class", "hgls-now");
    this.cursor.setAttribute("y1", "0");
    this.cursor.setAttribute("y2", String(HIGH));
    chart.append(this.cursor);
    this.element.append(chart, list);
  }

  /** @param frame of the clip, from 0 */
  show(frame: number): void {
    const x = String((WIDE * (frame + 0.5)) / this.frames);
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    const step = stepAt(this.shares, frame);
    this.reads.forEach((read, i) => setText(read, percent(this.shares.values[i]![step]!)));
  }
}

/** The step of the network's last map in which a frame lies; frames that were cut off belong to the nearest. */
export function stepAt({ from, to, values }: StepProbabilities, frame: number): number {
  const steps = values[0]!.length;
  const place = to > from ? ((frame + 0.5 - from) / (to - from)) * steps : 0;
  return Math.min(steps - 1, Math.max(0, Math.floor(place)));
}

/** A line with a level part for each step. */
export function pointsOf(values: readonly number[], from: number, to: number, frames: number): string {
  const x = (step: number): string => ((WIDE * (from + ((to - from) * step) / values.length)) / frames).toFixed(1);
  const y = (share: number): string => (HIGH * (1 - share)).toFixed(1);
  return values.map((share, step) => `${x(step)},${y(share)} ${x(step + 1)},${y(share)}`).join(" ");
}
