import { make, makeChoice, setText } from "../frame/elements";
import { keepOwnKeys } from "../frame/keys";
import type { Scope } from "../frame/scope";
import type { Edge, Threshold } from "./grid";
import { weight } from "./words";

const MOST = 60;
const FIRST_NUMBER = 24;
const FIRST_SHARE = 50;
const FIRST_FRAMES = 2;
const MOST_FRAMES = 6;

/** The controls that say how many of a map's weights the body shows. */
export class ThresholdControl {
  readonly element = make("div", "hgla-threshold");
  private readonly by: HTMLSelectElement;
  private readonly range = make("input");
  private readonly output = make("output");
  private readonly kept = { number: FIRST_NUMBER, share: FIRST_SHARE, frames: FIRST_FRAMES };
  private mode: keyof typeof this.kept = "number";

  constructor(scope: Scope, changed: () => void) {
    const { label, select } = makeChoice("Edges", [
      ["number", "the strongest"],
      ["share", "above a share"],
    ]);
    this.by = select;
    this.range.type = "range";
    this.element.append(label, this.range, this.output);
    scope.on(select, "change", () => {
      this.setMode(select.value === "share" ? "share" : "number");
      changed();
    });
    scope.on(this.range, "input", () => {
      this.kept[this.mode] = Number(this.range.value);
      changed();
    });
    keepOwnKeys(scope, [select, this.range]);
    this.setMode("number");
  }

  get threshold(): Threshold {
    return this.mode === "share"
      ? { by: "share", least: this.kept.share / 100 }
      : { by: "number", most: this.kept.number };
  }

  /** How many of the frames that one gathers from are shown behind it. */
  get frames(): number {
    return this.kept.frames;
  }

  /** Asks for edges, or for frames. */
  ask(frames: boolean): void {
    this.by.parentElement!.hidden = frames;
    if (frames !== (this.mode === "frames"))
      this.setMode(frames ? "frames" : this.by.value === "share" ? "share" : "number");
  }

  /** Says what is shown: edges, of how many. */
  tell(shown: readonly Edge[], all: number): void {
    const last = shown.at(-1);
    const number =
      this.mode === "share" ? `from ${this.kept.share} %: ${shown.length} of ${all}` : `${shown.length} of ${all}`;
    if (this.mode === "frames") setText(this.output, `${this.kept.frames} of the frames it gathers most from`);
    else setText(this.output, last ? `${number}, from ${weight(Math.abs(last.value))} on` : "no weights to show");
  }

  private setMode(mode: keyof typeof this.kept): void {
    this.mode = mode;
    const { range } = this;
    [range.min, range.max] = mode === "share" ? ["5", "100"] : ["0", String(mode === "frames" ? MOST_FRAMES : MOST)];
    range.value = String(this.kept[mode]);
    range.setAttribute(
      "aria-label",
      { number: "How many of the strongest edges", share: "Share of the strongest edge, %", frames: "How many frames" }[
        mode
      ],
    );
  }
}
