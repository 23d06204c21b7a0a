import * as z from "zod";
import { CONFUSION_ORDERS } from "../../common/payloads/confusionOrder";
import { ARCHITECTURE_PARTS, BLOCK_PARTS } from "../../common/vocabulary";
import { field, optionalReference, reference, referenceList, share, whole } from "./field";
import type { KindName } from "./kinds";
import type { Rule } from "./rule";
import { comparisonRules, idleRules, repeats } from "./rule";
import { embeddingKeys, MOST_BESIDE, MOST_CLIPS } from "./view";

export const FIGURE_NAMES = [
  "curves",
  "confusion",
  "class-change",
  "skeleton",
  "topology",
  "attention",
  "temporal-attention",
  "embedding",
  "streams",
  "complexity",
  "ablation",
  "ablation-heat",
  "architecture",
  "custom",
] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

export const FIGURE_FORMATS = ["svg", "pdf", "png", "gif", "webm", "mp4"] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** Formats of figures that move. */
const MOVING: readonly FigureFormat[] = ["gif", "webm", "mp4"];

export const VENUE_NAMES = ["ieee", "elsevier", "cvpr", "acm"] as const;

/** The kinds of cells that a figure can be of. */
export function kindsFor(figure: unknown): readonly KindName[] {
  if (figure === undefined) return ["data", "model", "train", "ablation"];
  if (figure === "architecture") return ["model", "train"];
  if (figure === "ablation" || figure === "class-change") return ["train", "ablation"];
  if (figure === "ablation-heat") return ["ablation"];
  return figure === "skeleton" ? ["data", "train"] : ["train"];
}

const BESIDE: readonly FigureName[] = ["curves", "streams", "complexity", "ablation", "custom"];

/** The figures that take each key; all others say that it has no effect. */
const TAKEN_BY: Readonly<Record<string, readonly FigureName[]>> = {
  minus: ["class-change"],
  variant: ["class-change"],
  with: BESIDE,
  clips: ["skeleton", "topology", "attention", "temporal-attention"],
  count: ["skeleton", "attention"],
  poses: ["skeleton", "attention"],
  term: ["topology", "attention"],
  blocks: ["topology", "temporal-attention"],
  projection: ["embedding"],
  modality: ["embedding"],
  split: ["embedding"],
  metric: ["curves"],
  order: ["confusion"],
  reference: ["complexity"],
  part: ["architecture"],
  block: ["attention", "architecture"],
  spec: ["custom"],
};

/** Figures that can move. */
const MOVABLE: readonly FigureName[] = ["skeleton"];

/** Blocks that stand side by side. */
const MOST_BLOCKS = 6;

export const figureSchema = z.strictObject({
  figure: field(z.enum(FIGURE_NAMES), {
    meaning: "What to draw for the paper.",
    choices: {
      curves:
        "Training curves: mean over the seeds with a band of one standard deviation. Of several cells those on validation clips.",
      confusion: "The confusion matrix on the test split.",
      "class-change":
        "How accuracy changes class by class, from the cell `minus` to the cell `of`, or in an ablation from the baseline to `variant`.",
      skeleton: "Clips as strips of poses; as GIF, WebM or MP4 they move.",
      topology: "The graphs over joints of some blocks, subset by subset, beside the physical bones.",
      attention: "Clips as strips of poses, with the strongest edges of one block's graphs drawn over the bones.",
      "temporal-attention": "The attention over frames of some blocks, head by head.",
      embedding: "Clips as points of the first seed's feature space in two dimensions, each class with its name.",
      streams: "Accuracy of train cells on different streams, side by side.",
      complexity: "Accuracy against parameters and against multiply-adds.",
      ablation:
        "Bars of what an ablation's variants change in accuracy against its baseline, with 95 % intervals, pale where that may be noise; or what the train cells of `with` change against the train cell `of`, with the spread over seeds.",
      "ablation-heat":
        "Accuracy of every combination of an ablation's two factors, and its difference to the baseline, in bold where it is more than noise.",
      architecture: "A diagram of the network or of one of its parts, drawn from its configuration.",
      custom: "A vega-lite specification of your own over the tables of the runs.",
    },
  }),
  of: reference(
    ["data", "model", "train", "ablation"],
    "The cell that is drawn: a train cell; for `skeleton` a data or a train cell, for `architecture` a model or a train cell, for `ablation` and `class-change` an ablation or a train cell, for `ablation-heat` an ablation.",
    ({ figure }) => kindsFor(figure),
  ),
  minus: optionalReference(["train"], "The train cell that `of` is compared with.", "no comparison"),
  variant: field(z.string().min(1).max(1000).optional(), {
    meaning: "The row of an ablation that `class-change` holds against the baseline.",
    fallback: "needed by `class-change` of an ablation",
    allowed: "a row's name as the ablation's table has it, its levels joined by `, `",
  }),
  with: referenceList(["train"], "Further train cells that are drawn beside.", MOST_BESIDE),
  clips: field(z.array(z.string().min(1)).min(1).max(MOST_CLIPS).optional(), {
    meaning: "Ids of the clips that are drawn.",
    fallback:
      "the first ones of the test split, mistakes first; of a data cell one of each of the first classes; `topology` and `temporal-attention` are means over at most 64 test clips, equally far apart in the order of the classes",
    allowed: `a list of 1 to ${MOST_CLIPS} clip ids`,
  }),
  count: field(whole(1, MOST_CLIPS).default(4), { meaning: "How many clips are drawn where `clips` names none." }),
  poses: field(whole(2, 24).default(8), { meaning: "How many poses of a clip stand on its line." }),
  term: field(z.enum(["S", "D", "Q", "A", "lse"]).optional(), {
    meaning: "Which graphs over joints are drawn.",
    fallback: "`topology`: `S`, `attention`: `A`; where the network has none, `lse`",
    choices: {
      S: "The learned topology, the same for every clip.",
      D: "The dynamic topology of a clip with its gate, mean over channels.",
      Q: "The attention between joints of a clip, without its gate.",
      A: "Their sum, which the network uses, mean over channels.",
      lse: "The weights of the physical bones.",
    },
  }),
  block: field(whole(1, 24).optional(), {
    meaning: "Which block is drawn, counted from 1: its graphs by `attention`, its module by `cts` and `dht`.",
    fallback: "`attention`: the last one, `architecture`: the first one",
  }),
  blocks: field(z.array(whole(1, 24)).min(1).max(MOST_BLOCKS).optional(), {
    meaning: "The blocks that `topology` and `temporal-attention` draw.",
    fallback: "the first, the middle and the last one",
    allowed: `a list of 1 to ${MOST_BLOCKS} numbers of blocks, from 1`,
  }),
  ...embeddingKeys,
  metric: field(z.enum(["accuracy", "loss", "rate", "gradient", "speed"]).default("accuracy"), {
    meaning: "What `curves` draws over the epochs.",
    choices: {
      accuracy: "Top-1 accuracy on training and validation clips.",
      loss: "Loss on training and validation clips.",
      rate: "Learning rate.",
      gradient: "Norm of the gradient.",
      speed: "Clips trained per second.",
    },
  }),
  order: field(z.enum(CONFUSION_ORDERS).default("data"), {
    meaning: "How `confusion` sorts the classes.",
    choices: {
      data: "As in the data set.",
      name: "By name.",
      error: "Worst accuracy first.",
      cluster: "Classes that are confused with one another side by side, framed where they stand out.",
    },
  }),
  reference: field(z.enum(["ntu60-xsub", "ntu60-xview", "ntu120-xsub", "ntu120-xset", "nw-ucla"]).optional(), {
    meaning: "A benchmark whose published results `complexity` draws as grey points, each with its method's name.",
    fallback: "none",
  }),
  part: field(z.enum(ARCHITECTURE_PARTS).default("hglnet"), {
    meaning: "What `architecture` shows.",
    choices: {
      hglnet: "The whole network, and one of its blocks larger.",
      cts: "A block's spatial module: preprocessing, global and local term, fusion.",
      dht: "A block's temporal module: global attention and local convolutions.",
      ssf: "The sequential fusion of skeleton and language with its losses.",
      ensemble: "Six networks on six streams and their weights.",
    },
  }),
  spec: field(z.record(z.string(), z.unknown()).optional(), {
    meaning:
      "A vega-lite specification. Its data are named tables: `data: { name: runs }`, `epochs`, `scores`, `confusion` or `attention`; nothing is loaded from elsewhere.",
    fallback: "needed by `custom`",
    allowed: "a map, as vega-lite has it",
  }),
  venue: field(z.enum(VENUE_NAMES).default("ieee"), {
    meaning: "Whose columns the figure fits.",
    choices: {
      ieee: "IEEE: 3.5 and 7.16 inches.",
      elsevier: "Elsevier: 90, 140 and 190 mm.",
      cvpr: "CVPR: 3.25 and 6.875 inches.",
      acm: "ACM: 3.33 and 7 inches.",
    },
  }),
  width: field(z.union([z.enum(["column", "wide", "page"]), share(30, 400)]).default("column"), {
    meaning: "How wide the figure is: a column, one and a half (`wide`, at Elsevier), the page, or millimetres.",
    allowed: "`column`, `wide`, `page`, or a number from 30 to 400 (mm)",
  }),
  height: field(share(10, 400).optional(), {
    meaning: "Height of the plot area in millimetres, where the figure does not follow from its width.",
    fallback: "what suits the figure",
  }),
  scheme: field(z.enum(["light", "dark"]).default("light"), {
    meaning: "Colours for white paper or for a dark slide; both stay apart for colour-blind readers and in grey.",
    choices: { light: "For white paper.", dark: "For a dark slide." },
  }),
  formats: field(z.array(z.enum(FIGURE_FORMATS)).min(1).default(["svg", "pdf"]), {
    meaning: "The files that are written. `gif`, `webm` and `mp4` are for figures that move; the last two need ffmpeg.",
  }),
  dpi: field(whole(72, 1200).default(300), { meaning: "Dots per inch of PNG files." }),
  file: field(
    z
      .string()
      .regex(/^[\w-][\w .-]*$/)
      .max(100)
      .optional(),
    {
      meaning: "Name of the files in the folder `figures` beside the notebook, without ending.",
      fallback: "the cell's id",
      allowed: "a name of letters, digits, blanks, `.`, `_` and `-`",
    },
  ),
});

export type FigureCell = z.output<typeof figureSchema>;

/** What a figure cell's values must satisfy together; `written` are the keys of the cell itself, without the notebook's defaults. */
export function figureRules(cell: FigureCell, written: ReadonlySet<string>): Rule[] {
  const { figure, formats, spec } = cell;
  const idle = (key: string, because: string): Rule => ({ path: [key], finding: { code: "no-effect", key, because } });
  const missing = (key: string, allowed: string): Rule => ({
    path: [key],
    finding: { code: "missing-key", key, allowed },
  });
  return [
    ...repeats(["clips"], cell.clips ?? []),
    ...repeats(["formats"], formats),
    ...repeats(["blocks"], cell.blocks ?? []),
    ...comparisonRules(cell),
    ...idleRules(TAKEN_BY, figure, `the figure is ${figure}`, written),
    ...(cell.width === "wide" && cell.venue !== "elsevier"
      ? [
          {
            path: ["width"],
            finding: { code: "bad-value", key: "width", shown: "wide", allowed: NOT_WIDE, nearest: "page" } as const,
          },
        ]
      : []),
    ...(figure === "class-change" && cell.minus === undefined && cell.variant === undefined
      ? [missing("minus", "the id of a train cell, or the key `variant` where `of` is an ablation")]
      : []),
    ...(cell.minus !== undefined && cell.variant !== undefined
      ? [idle("minus", "`variant` is held against its ablation's baseline")]
      : []),
    ...(figure === "custom" && spec === undefined ? [missing("spec", "a map, as vega-lite has it")] : []),
    ...(!MOVABLE.includes(figure) && formats.some((format) => MOVING.includes(format))
      ? [idle("formats", `\`${figure}\` does not move, so it has no ${MOVING.join(", ")}`)]
      : []),
    ...(figure === "architecture" && written.has("block") && !BLOCK_PARTS.includes(cell.part)
      ? [idle("block", `\`${cell.part}\` is not of one block`)]
      : []),
    ...(cell.clips !== undefined && written.has("count") ? [idle("count", "`clips` names the clips")] : []),
    ...(written.has("dpi") && !formats.includes("png") ? [idle("dpi", "no PNG is written")] : []),
  ];
}

const NOT_WIDE =
  "`column`, `page`, or a number from 30 to 400 (mm): only Elsevier has figures one column and a half wide";
