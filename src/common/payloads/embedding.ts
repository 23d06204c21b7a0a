import { PARTITIONS, type Partition } from "../vocabulary";
import { checked, Fields, refuse, textItem } from "./reading";
import type { Checked } from "./reading";

/** What the embedding view shows: things of one feature space as points in three dimensions and in two. */
export interface EmbeddingPayload {
  readonly kind: "embedding";
  readonly version: 1;
  readonly title: string;
  /** The train cell and the run whose network it is, as clips are asked for. */
  readonly cell: string;
  readonly run: string;
  /** The split whose clips are shown, how many it has, and C, the numbers of a feature. */
  readonly split: Partition;
  readonly clips: number;
  readonly features: number;
  readonly projection: "pca" | "umap";
  /** Shares of the features' variance that the three axes carry; null where they are no principal components. */
  readonly explained: readonly number[] | null;
  /** Of the points with a nearest other point, the share whose class it has: in the features themselves, and as they are laid out. */
  readonly neighbours: NeighbourShares | null;
  readonly classes: readonly string[];
  readonly points: readonly EmbeddingPoint[];
}

export interface NeighbourShares {
  readonly features: number;
  readonly space: number;
  readonly plane: number;
}

export const MODALITIES = ["skeleton", "text"] as const;
export type Modality = (typeof MODALITIES)[number];

export interface EmbeddingPoint {
  /** A clip's id, or what a text says. */
  readonly id: string;
  readonly modality: Modality;
  /** The true class, an index into `classes`. */
  readonly label: number;
  /** What the network took it for; null where it was not asked. */
  readonly predicted: number | null;
  readonly space: readonly [number, number, number];
  readonly plane: readonly [number, number];
}

/** More than a view can draw; a larger payload is refused before anything is made of it. */
export const MOST_POINTS = 20_000;
const MOST_CLASSES = 1000;
/** Coordinates are single-precision numbers on the graphics card, with room for its own arithmetic. */
const FARTHEST = 1e15;

/** Checks an untrusted value and copies it. */
export function checkEmbedding(value: unknown): Checked<EmbeddingPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "embedding");
    fields.exactly("version", 1);
    const title = fields.text("title");
    const cell = fields.text("cell", 200);
    const run = fields.text("run", 200);
    const split = fields.oneOf("split", PARTITIONS);
    const clips = fields.whole("clips", 0, Number.MAX_SAFE_INTEGER);
    const features = fields.whole("features", 1, 2 ** 20);
    const projection = fields.oneOf("projection", ["pca", "umap"]);
    const explained = fields.orNull("explained", (name) => numbers(fields, name, 3, 0, 1));
    const neighbours = fields.orNull("neighbours", (name) => {
      const shares = new Fields(fields.value(name), name);
      const share = (part: keyof NeighbourShares) => shares.number(part, 0, 1);
      return { features: share("features"), space: share("space"), plane: share("plane") };
    });
    const classes = fields.list("classes", MOST_CLASSES, textItem);
    const label = (point: Fields, name: string) => point.whole(name, 0, classes.length - 1);
    const points = fields.list("points", MOST_POINTS, (item, where): EmbeddingPoint => {
      const point = new Fields(item, where);
      const [x, y, z] = numbers(point, "space", 3, -FARTHEST, FARTHEST) as [number, number, number];
      const [across, up] = numbers(point, "plane", 2, -FARTHEST, FARTHEST) as [number, number];
      return {
        id: point.text("id"),
        modality: point.oneOf("modality", MODALITIES),
        label: label(point, "label"),
        predicted: point.orNull("predicted", (name) => label(point, name)),
        space: [x, y, z],
        plane: [across, up],
      };
    });
    if (points.length === 0) refuse("there are no points");
    return {
      ...{ kind: "embedding", version: 1, title, cell, run, split, clips, features, projection },
      ...{ explained, neighbours, classes, points },
    };
  });
}

function numbers(fields: Fields, name: string, count: number, from: number, to: number): number[] {
  const list = fields.list(name, count, (value, where) =>
    typeof value === "number" && value >= from && value <= to
      ? value
      : refuse(`${where} is no number from ${from} to ${to}`),
  );
  return list.length === count ? list : refuse(`${name} has ${list.length} numbers, not ${count}`);
}

/** Whether a point was taken for another class than its own. */
export function isMistake({ label, predicted }: Pick<EmbeddingPoint, "label" | "predicted">): boolean {
  return predicted !== null && predicted !== label;
}
