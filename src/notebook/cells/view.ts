import * as z from "zod";
import { PARTITIONS, STREAMS } from "../../common/vocabulary";
import { field, optionalReference, reference, referenceList, whole } from "./field";
import type { Rule } from "./rule";
import { comparisonRules, idleRules, repeats } from "./rule";

/** Cells that can stand beside the one that is shown, drawn or listed. */
export const MOST_BESIDE = 12;

/** Clips that a view can show at once. */
export const MOST_CLIPS = 8;

/** Classes that can be set against each other. */
const MOST_CLASSES = 2;

export const VIEW_NAMES = ["confusion", "curves", "embedding", "skeleton", "attention"] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** How the points of a feature space are laid out in fewer dimensions. */
export const PROJECTIONS = ["pca", "umap"] as const;
export type Projection = (typeof PROJECTIONS)[number];

/** Keys that the view and the figure of a feature space share. */
export const embeddingKeys = {
  projection: field(z.enum(PROJECTIONS).default("pca"), {
    meaning: "How `embedding` lays features of many dimensions out in three, or in two.",
    choices: {
      pca: "Principal components: distances are those of the features, as far as the axes carry them.",
      umap: "UMAP: neighbours stay together; distances between groups mean little.",
    },
  }),
  split: field(z.enum(PARTITIONS).default("test"), { meaning: "Whose clips `embedding` shows." }),
};

/** The views that take each key; all others say that it has no effect. */
const TAKEN_BY: Readonly<Record<string, readonly ViewName[]>> = {
  with: ["curves"],
  minus: ["confusion", "attention"],
  clips: ["skeleton", "attention"],
  streams: ["skeleton"],
  augmented: ["skeleton"],
  probabilities: ["skeleton"],
  count: ["skeleton", "attention"],
  classes: ["attention"],
  projection: ["embedding"],
  split: ["embedding"],
};

export const viewSchema = z.strictObject({
  view: field(z.enum(VIEW_NAMES), {
    meaning: "What to show.",
    choices: {
      confusion: "The table of true against predicted classes on the test split.",
      curves:
        "Training curves of one or several train cells: each seed, the mean and its band; zoom, logarithmic axis.",
      embedding: "Clips as points of the first seed's feature space, coloured by class, in three dimensions or two.",
      skeleton: "Clips in motion, with what was predicted where a train cell is shown.",
      attention:
        "What the trained network attends to: its graphs over joints and its attention over frames, block by block, on test clips that move beside them.",
    },
  }),
  of: reference(
    ["data", "train"],
    "The cell that is shown: a train cell. `skeleton` takes a data cell too (clips of its classes); of a train cell it shows test clips with what was predicted, mistakes first.",
    ({ view }) => (view === "skeleton" || view === undefined ? ["data", "train"] : ["train"]),
  ),
  with: referenceList(["train"], "Further train cells that are shown beside.", MOST_BESIDE),
  minus: optionalReference(
    ["train"],
    "The train cell that `of` is compared with: `confusion` shows what changes from it to `of`, class by class and clip by clip; `attention` shows the difference of the two networks, which must have the same parts and data.",
    "no comparison",
  ),
  clips: field(z.array(z.string().min(1)).min(1).max(MOST_CLIPS).optional(), {
    meaning: "Ids of the clips that `skeleton` and `attention` show, as they stand beneath their figures.",
    fallback: "chosen by `count`",
    allowed: `a list of 1 to ${MOST_CLIPS} clip ids`,
  }),
  count: field(whole(1, MOST_CLIPS).default(4), {
    meaning: "How many clips `skeleton` and `attention` show where `clips` names none.",
  }),
  streams: field(z.array(z.enum(STREAMS)).min(1).default(["J"]), {
    meaning:
      "The streams in which `skeleton` shows each clip: `J` is the body, the others are lines on it, from the ancestor to the joint (B, K) or along its way in the next frames (JM, BM, KM).",
    allowed: "a list of streams: `J`, `B`, `K`, `JM`, `BM`, `KM`",
  }),
  augmented: field(z.boolean().default(false), {
    meaning: "Whether `skeleton` shows beside each clip what the first epoch's augmentation makes of it.",
  }),
  probabilities: field(z.boolean().default(false), {
    meaning:
      "Whether `skeleton` runs the network of a train cell and shows the probabilities of classes over the frames of each clip.",
  }),
  classes: field(
    z
      .array(z.union([z.string().min(1), whole(1, 100000)]))
      .min(1)
      .max(MOST_CLASSES)
      .optional(),
    {
      meaning:
        "One or two classes whose maps `attention` shows on average over their test clips, and, of two, the difference.",
      fallback: "none",
      allowed: "a list of 1 or 2 classes, each its name or its number from 1",
    },
  ),
  ...embeddingKeys,
});

export type ViewCell = z.output<typeof viewSchema>;

/** What a view cell's values must satisfy together; `written` are the keys of the cell itself, without the notebook's defaults. */
export function viewRules(cell: ViewCell, written: ReadonlySet<string>): Rule[] {
  const { view, clips, classes, streams } = cell;
  return [
    ...repeats(["clips"], clips ?? []),
    ...repeats(["classes"], classes ?? []),
    ...repeats(["streams"], streams),
    ...comparisonRules(cell),
    ...idleRules(TAKEN_BY, view, `the view is ${view}`, written),
    ...(clips !== undefined && written.has("count") && TAKEN_BY["count"]!.includes(view)
      ? [{ path: ["count"], finding: { code: "no-effect", key: "count", because: "`clips` names the clips" } } as const]
      : []),
  ];
}
