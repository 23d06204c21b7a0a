import * as z from "zod";
import { PARTITIONS } from "../../common/vocabulary";
import { field, optionalReference, reference, referenceList, whole } from "./field";
import type { Rule } from "./rule";
import { comparisonRules, idleRules, repeats } from "./rule";

/** Cells that can stand beside the one that is shown, drawn or listed. */
export const MOST_BESIDE = 12;

/** Clips that a view can show at once. */
export const MOST_CLIPS = 8;

export const VIEW_NAMES = ["confusion", "embedding", "skeleton"] as const;
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
  with: [],
  minus: [],
  clips: ["skeleton"],
  count: ["skeleton"],
  projection: ["embedding"],
  split: ["embedding"],
};

export const viewSchema = z.strictObject({
  view: field(z.enum(VIEW_NAMES), {
    meaning: "What to show.",
    choices: {
      confusion: "The table of true against predicted classes on the test split.",
      embedding: "Clips as points of the first seed's feature space, coloured by class, in three dimensions or two.",
      skeleton: "Clips in motion, with what was predicted where a train cell is shown.",
    },
  }),
  of: reference(
    ["data", "train"],
    "The cell that is shown: a train cell. `skeleton` takes a data cell too (clips of its classes); of a train cell it shows test clips with what was predicted, mistakes first.",
    ({ view }) => (view === "skeleton" || view === undefined ? ["data", "train"] : ["train"]),
  ),
  with: referenceList(["train"], "Further train cells that are shown beside.", MOST_BESIDE),
  minus: optionalReference(["train"], "The train cell that `of` is compared with.", "no comparison"),
  clips: field(z.array(z.string().min(1)).min(1).max(MOST_CLIPS).optional(), {
    meaning: "Ids of the clips that `skeleton` shows, as they stand beneath its figures.",
    fallback: "chosen by `count`",
    allowed: `a list of 1 to ${MOST_CLIPS} clip ids`,
  }),
  count: field(whole(1, MOST_CLIPS).default(4), {
    meaning: "How many clips `skeleton` shows where `clips` names none.",
  }),
  ...embeddingKeys,
});

export type ViewCell = z.output<typeof viewSchema>;

/** What a view cell's values must satisfy together; `written` are the keys of the cell itself, without the notebook's defaults. */
export function viewRules(cell: ViewCell, written: ReadonlySet<string>): Rule[] {
  const { view, clips } = cell;
  return [
    ...repeats(["clips"], clips ?? []),
    ...comparisonRules(cell),
    ...idleRules(TAKEN_BY, view, `the view is ${view}`, written),
    ...(clips !== undefined && written.has("count") && TAKEN_BY["count"]!.includes(view)
      ? [{ path: ["count"], finding: { code: "no-effect", key: "count", because: "`clips` names the clips" } } as const]
      : []),
  ];
}
