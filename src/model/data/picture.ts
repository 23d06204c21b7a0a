/** How places of a table become places in the picture, [-1, 1] across and down: value * scale + shift. */
export interface Picture {
  readonly scale: readonly [x: number, y: number];
  readonly shift: readonly [x: number, y: number];
}

export const AS_IT_IS: Picture = { scale: [1, 1], shift: [0, 0] };

/** From places counted in pixels, or in shares of the picture with a size of 1. */
export function pictureOfSize(width: number, height: number): Picture {
  return { scale: [2 / width, 2 / height], shift: [-1, -1] };
}

/** Writes a joint at `at`: all zeros where the score is 0 or less, because it was not seen. */
export function placed(
  values: Float32Array,
  at: number,
  x: number,
  y: number,
  score: number,
  { scale, shift }: Picture,
): void {
  if (!(score > 0)) return;
  values[at] = x * scale[0] + shift[0];
  values[at + 1] = y * scale[1] + shift[1];
  values[at + 2] = score;
}

/** The least and greatest places that were seen, from which an unknown picture's size is guessed. */
export class Extent {
  least = Infinity;
  across = 0;
  down = 0;

  see(x: number, y: number): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    this.least = Math.min(this.least, x, y);
    this.across = Math.max(this.across, x);
    this.down = Math.max(this.down, y);
  }

  /** What was guessed, and the sentence that says so. Ours: places from -1 to 1 stay, those from 0 to 1 are shares, others pixels. */
  picture(): { readonly picture: Picture; readonly warning: string } {
    const { least, across, down } = this;
    if (least < 0 && least >= -1 && across <= 1 && down <= 1) {
      return { picture: AS_IT_IS, warning: "The places in the picture lie from -1 to 1 and were taken as they are." };
    }
    if (across <= 1 && down <= 1 && least >= 0) {
      return {
        picture: pictureOfSize(1, 1),
        warning: "The places in the picture lie from 0 to 1 and were taken as shares of its width and height.",
      };
    }
    // A width of nothing would make infinities.
    const [width, height] = [across > 0 ? across : 1, down > 0 ? down : 1];
    return {
      picture: pictureOfSize(width, height),
      warning: `The size of the picture is not told: places were scaled by the largest seen, ${width} across and ${height} down.`,
    };
  }
}
