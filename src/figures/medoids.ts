import { textWidth } from "./textWidth";

/** A place on the paper, px. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Label extends Spot {
  readonly text: string;
}

/** The spot from which all others of its cloud are nearest, added up; the first of equals. */
export function medoid(spots: readonly Spot[]): Spot {
  let best = { spot: spots[0]!, sum: Infinity };
  for (const spot of spots) {
    let sum = 0;
    for (const other of spots) {
      sum += Math.hypot(spot.x - other.x, spot.y - other.y);
      if (sum >= best.sum) break;
    }
    if (sum < best.sum) best = { spot, sum };
  }
  return best.spot;
}

export interface LabelPaper {
  readonly width: number;
  readonly height: number;
  /** Of the text, px. */
  readonly size: number;
  /** Whether labels are placed even where they overlap, as numbers may that a legend explains. */
  readonly always?: boolean;
}

/** A cloud that is higher keeps its label inside, lest it be far from most of its spots; in lines of text. */
const TALLEST = 10;

/** Steps by which a label may leave its medoid, in lines of text; the nearest that is free is taken. */
const STEPS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
  [0, -2],
  [0, 2],
  [-2, -1],
  [2, 1],
  [0, -3],
  [0, 3],
];

/** Above a small cloud and below it, where its label hides none of its spots; from the medoid, in lines of text. */
function besideCloud(spots: readonly Spot[], line: number): [number, number][] {
  const home = medoid(spots).y;
  const lines = spots.map(({ y }) => (y - home) / line);
  const [top, bottom] = [Math.min(...lines), Math.max(...lines)];
  return bottom - top > TALLEST
    ? []
    : [
        [0, top - 0.8],
        [0, bottom + 0.8],
      ];
}

/** Labels at the medoids of their clouds, none over another and none over the edge; undefined where they do not all find room. */
export function namesBeside(
  clouds: readonly { readonly text: string; readonly spots: readonly Spot[] }[],
  { width, height, size, always = false }: LabelPaper,
): Label[] | undefined {
  const placed: (Label & { readonly half: number })[] = [];
  const line = size * 1.15;
  for (const { text, spots } of clouds) {
    const half = textWidth(text, size) / 2 + 2;
    const home = medoid(spots);
    const candidates = [...besideCloud(spots, line), ...STEPS].map(([across, up]) => ({
      x: Math.min(width - half, Math.max(half, home.x + across * line)),
      y: Math.min(height - line / 2, Math.max(line / 2, home.y + up * line)),
    }));
    const free = candidates.find(({ x, y }) =>
      placed.every((other) => Math.abs(other.y - y) >= line || Math.abs(other.x - x) >= other.half + half),
    );
    if (!free && !always) return undefined;
    placed.push({ text, half, ...(free ?? candidates[0]!) });
  }
  return placed.map(({ text, x, y }) => ({ text, x, y }));
}
