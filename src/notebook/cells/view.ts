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

/** Sentences that clips can be ranked by at once. */
const MOST_QUERIES = 8;

export const VIEW_NAMES = ["confusion", "curves", "embedding", "skeleton", "attention", "query"] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** How the points of a feature space are laid out in fewer dimensions. */
export const PROJECTIONS = ["pca", "umap"] as const;
export type Projection = (typeof PROJECTIONS)[number];

/** What of a run's space is laid out. */
const SHOWN_MODALITIES = ["skeleton", "both"] as const;
export type ShownModality = (typeof SHOWN_MODALITIES)[number];

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
  modality: field(z.enum(SHOWN_MODALITIES).default("skeleton"), {
    meaning: "What `embedding` lays out.",
    choices: {
      skeleton: "Clips, by the features that the classifier sees.",
      both: "Clips and descriptions, in the space in which a train cell with `text` has aligned them.",
    },
  }),
};

/** The views that take each key; all others say that it has no effect. */
const TAKEN_BY: Readonly<Record<string, readonly ViewName[]>> = {
  with: ["curves"],
  minus: ["confusion", "attention"],
  clips: ["skeleton", "attention"],
  streams: ["skeleton"],
  augmented: ["skeleton"],
  probabilities: ["skeleton"],
  count: ["skeleton", "attention", "query"],
  query: ["query"],
  classes: ["attention"],
  projection: ["embedding"],
  split: ["embedding"],
  modality: ["embedding"],
};

const sentence = z.string().min(1).max(1000);

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
      query:
        "Test clips ranked by a typed sentence, in the space in which a train cell with `text` has aligned clips and descriptions; classes never trained on are marked.",
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
    meaning:
      "How many clips `skeleton` and `attention` show where `clips` names none, and how many `query` ranks first.",
  }),
  query: field(z.union([sentence, z.array(sentence).min(1).max(MOST_QUERIES)]).optional(), {
    meaning: "The sentence that `query` ranks clips by, or several. It is encoded as the run's descriptions were.",
    fallback: "none; `query` needs it",
    allowed: `a sentence, or a list of 1 to ${MOST_QUERIES}`,
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
  const { view, clips, classes, streams, query } = cell;
  const missing = { code: "missing-key", key: "query", allowed: "a sentence, or a list of them" } as const;
  return [
    ...(view === "query" && query === undefined ? [{ path: ["view"], finding: missing }] : []),
    ...(Array.isArray(query) ? repeats(["query"], query) : []),
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
