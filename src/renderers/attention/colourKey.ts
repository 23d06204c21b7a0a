import { css } from "../frame/colour";
import { make } from "../frame/elements";
import type { Colours } from "./colours";
import { colourOf, valueOf } from "./scale";
import type { Scale } from "./scale";
import { weight } from "./words";

const STOPS = 24;

/** The colours of a map with the values that they stand for. */
export class ColourKey {
  readonly element = make("div", "hgla-key");
  private readonly bar = make("i");
  private readonly ticks = make("div", "hgla-ticks");

  constructor() {
    this.element.append(this.bar, this.ticks);
  }

  show(scale: Scale, colours: Colours): void {
    const least = scale.signed ? -1 : 0;
    const at = (share: number): number => least + (1 - least) * share;
    const stops = Array.from({ length: STOPS + 1 }, (_, i) => css(colourOf(colours.ramp, at(i / STOPS))));
    this.bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    const labels = [0, 0.25, 0.5, 0.75, 1].map((share) => {
      const words = weight(valueOf(scale, at(share)));
      const [low, high] = [scale.beyond && scale.signed && share === 0, scale.beyond && share === 1];
      return make("span", "", `${high ? "≥ " : low ? "≤ " : ""}${words}`);
    });
    this.ticks.replaceChildren(...labels);
  }
}
