import { readChartColours, type ChartColours } from "../frame/chartColours";
import { readable, readColour } from "../frame/colour";
import type { Rgb } from "../frame/colour";

/** Colours of the training charts; each stands off the ground. */
export interface TrainingColours extends ChartColours {
  readonly train: Rgb;
  readonly validation: Rgb;
}

export function readColours(root: HTMLElement): TrainingColours {
  const colours = readChartColours(root);
  const read = (name: string, otherwise: Rgb): Rgb =>
    readable(readColour(root, `var(--hgl-${name})`) ?? otherwise, colours.ground, colours.text, 3);
  return { ...colours, train: read("blue", [0, 114, 178]), validation: read("orange", [213, 94, 0]) };
}
