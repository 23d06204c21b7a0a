import * as z from "zod";
import { nearest } from "../../common/errors";
import type { DataConfig } from "../../common/config";
import { DATA_FORMATS, STREAMS } from "../../common/vocabulary";
import type { DataFormat } from "../../common/vocabulary";
import { augmentRules, augmentSchema, completeAugment, OFF } from "./augment";
import { field, share, whole } from "./field";
import type { Rule } from "./rule";
import { repeats } from "./rule";

/** The sample that ships with the product. */
export const SAMPLE_SOURCE = "ui-prmd";

const numbers = z.array(whole(0, 100_000)).min(1).max(10_000);

const splitSchema = z.strictObject({
  by: field(z.enum(["subject", "view", "setup"]), {
    meaning: "What divides training clips from test clips: the person, the camera, or the set-up of the recording.",
    choices: {
      subject: "Other people in the test split.",
      view: "Another camera in the test split.",
      setup: "Other set-ups in the test split.",
    },
  }),
  test: field(numbers, {
    meaning: "The subjects, views or set-ups whose clips are the test split. Nothing is chosen on them.",
  }),
  train: field(numbers.optional(), {
    meaning: "The subjects, views or set-ups to train on.",
    fallback: "all that `test` does not name",
  }),
});

const heading = () => z.string().min(1).max(200).optional();

const columnsSchema = z.strictObject({
  clip: field(heading(), { meaning: "Heading of the clip's name.", fallback: "`clip`" }),
  label: field(heading(), { meaning: "Heading of the class.", fallback: "`label`" }),
  frame: field(heading(), { meaning: "Heading of the frame's number.", fallback: "`frame`" }),
  joint: field(heading(), {
    meaning: "Heading of the joint's name or number, where a row is one joint.",
    fallback: "`joint`",
  }),
  body: field(heading(), { meaning: "Heading of the body's number.", fallback: "`body`; without it, one body" }),
  x: field(heading(), { meaning: "Heading of the first coordinate.", fallback: "`x`" }),
  y: field(heading(), { meaning: "Heading of the second coordinate.", fallback: "`y`" }),
  z: field(heading(), { meaning: "Heading of the third coordinate.", fallback: "`z`" }),
  score: field(heading(), {
    meaning: "Heading of the detector's confidence, for places in a picture.",
    fallback: "`score`",
  }),
  subject: field(heading(), { meaning: "Heading of the person's number.", fallback: "`subject`" }),
  view: field(heading(), { meaning: "Heading of the camera's number.", fallback: "`view`" }),
  setup: field(heading(), { meaning: "Heading of the set-up's number.", fallback: "`setup`" }),
  split: field(heading(), { meaning: "Heading of `train` or `test`.", fallback: "`split`" }),
});

const SPLITS = ["default", "X-Sub", "X-View", "X-Set"] as const;
const SPLIT_ALLOWED = "the name of one of the data set's protocols, or a map with `by`, `test` and, if wanted, `train`";

/** What a split was meant to be that no data set would call so; null where it must be a map, undefined where it may be a name. */
function misspelt(split: string): string | null | undefined {
  if (["subject", "view", "setup"].includes(split)) return null;
  if (SPLITS.some((known) => known.toLowerCase() === split.toLowerCase())) return undefined;
  return nearest(split, SPLITS);
}

export const dataSchema = z.strictObject({
  source: field(z.string().min(1), {
    meaning:
      "The data set: `ui-prmd` is the shipped sample (200 clips of 10 exercises), anything else the path of a data folder or archive, relative to the notebook.",
    allowed: "`ui-prmd` or a path",
    names: "source",
  }),
  format: field(z.enum(["auto", ...DATA_FORMATS]).default("auto"), {
    meaning:
      "How the files are laid out; `auto` looks at them. A path that names `ucla`, or the format `nw-ucla`, selects the NW-UCLA defaults below.",
    choices: {
      auto: "Looks at the files.",
      hgl: "An `.hgl-clips` file or `.hgl-data` folder, as `hgl data import` writes them.",
      ntu: "A folder of NTU RGB+D `.skeleton` files.",
      "nw-ucla": "A folder of NW-UCLA clips in JSON.",
      "ctr-gcn": "An `.npz` file as CTR-GCN's preparation writes it: x_train, y_train, x_test, y_test.",
      pyskl: "A pickle of annotations as pyskl and mmaction2 use it, with 3-D or 2-D key points.",
      kinetics: "The Kinetics-skeleton release of ST-GCN: folders of JSON and their labels.",
      openpose: "OpenPose's JSON, a folder of frames for each clip.",
      bvh: "Motion capture in BVH.",
      csv: "A long table: a row for each joint of each frame, or a row for each frame.",
    },
  }),
  layout: field(z.string().min(1).max(1000).optional(), {
    meaning:
      "The skeleton: a built-in layout's name, or the path of a `.yaml` file that declares one, relative to the notebook. Needed by tables; other formats know their own.",
    fallback: "the format's own",
    allowed: "a layout's name or a path",
  }),
  columns: field(columnsSchema.optional(), {
    meaning: "Which column of a table holds what, where its headings do not say so themselves.",
    fallback: "each key's own default",
  }),
  bad: field(z.enum(["refuse", "skip"]).default("refuse"), {
    meaning: "What becomes of a data set in which a file cannot be read.",
    choices: {
      refuse: "The file is named, and nothing is trained.",
      skip: "Its clips are left out, and the card names them.",
    },
  }),
  split: field(z.union([z.enum(SPLITS), splitSchema, z.string()]).default("default"), {
    meaning:
      "Which clips are held back as the test split. `default` is the data set's own protocol (UI-PRMD: cross-subject; NW-UCLA: cross-view); a data set with several is asked by name.",
    choices: {
      default: "The data set's own protocol.",
      "X-Sub": "NTU RGB+D: other people in the test split.",
      "X-View": "NTU RGB+D 60, NW-UCLA: another camera in the test split.",
      "X-Set": "NTU RGB+D 120: other set-ups in the test split.",
    },
    allowed: SPLIT_ALLOWED,
  }),
  validation: field(share(0, 0.5).default(0.2), {
    meaning:
      "Share of the training subjects held out for validation; without subjects, of the training clips of each class. It is never taken from the test split.",
    source: "ours: the lineage chooses on the test split, which we do not",
  }),
  unseen: field(z.array(z.string().min(1).max(200)).max(1000).default([]), {
    meaning:
      "Classes held out of training and validation; the test split keeps their clips. The classifier is then scored on clips of the other classes, and a run with a text cell is also asked which class each clip's description fits, seen or not.",
    allowed: "a list of class names",
    fallback: "none",
  }),
  stream: field(z.enum(STREAMS).default("J"), {
    meaning:
      "What the network sees: joints (J), bones (B: child minus parent), K-bones (K: child minus second ancestor), or their differences from frame to frame (JM, BM, KM).",
    source: "InfoGCN, ProtoGCN",
    choices: {
      J: "Joints: where they are.",
      B: "Bones: each joint minus its parent.",
      K: "K-bones: each joint minus its second ancestor.",
      JM: "Joint motion: differences of J from frame to frame.",
      BM: "Bone motion: differences of B from frame to frame.",
      KM: "K-bone motion: differences of K from frame to frame.",
    },
  }),
  window: field(whole(8, 512).optional(), {
    meaning: "Frames T of every network input.",
    source: "CTR-GCN: 64 on NTU RGB+D, 52 on NW-UCLA",
    fallback: "`64`; `52` for NW-UCLA",
  }),
  secondBody: field(z.enum(["zeros", "copy"]).default("zeros"), {
    meaning:
      "What the network sees as second body of a clip with one body. The field's two preparations differ here, so a comparison on NTU RGB+D 120 with published numbers wants `copy`.",
    source: "CTR-GCN's preparations: zeros for NTU RGB+D 60, a copy for NTU RGB+D 120",
    choices: {
      zeros: "Nothing, as NTU RGB+D 60 is prepared.",
      copy: "The first body again, as NTU RGB+D 120 is prepared.",
    },
  }),
  testClips: field(whole(1, 10).default(1), {
    meaning:
      "Views of each clip whose probabilities are averaged when the trained network is scored: crops from the clip's beginning to its end, or frames drawn anew, from numbers that are the same in every run. The validation during training takes one.",
    source: "ProtoGCN, pyskl: 10 with uniform sampling",
  }),
  augment: field(augmentSchema.optional(), {
    meaning: "How training clips are varied, and how clips are brought to length.",
    fallback: "each key's own default",
  }),
  repeat: field(whole(1, 100).optional(), {
    meaning: "How often each training clip is visited in one epoch, each time varied anew.",
    source: "CTR-GCN: 5 on NW-UCLA",
    fallback: "`1`; `5` for NW-UCLA",
  }),
});

export type DataCell = z.output<typeof dataSchema>;

const GENERAL = {
  window: 64,
  repeat: 1,
  augment: { crop: [0.5, 1], testCrop: 0.95, rotation: 17, minmax: false, resize: "interpolate", ...OFF },
} as const satisfies Pick<DataConfig, "window" | "repeat" | "augment">;

const NW_UCLA = {
  window: 52,
  repeat: 5,
  augment: { crop: null, testCrop: 1, rotation: 60, minmax: true, resize: "sample", ...OFF },
} as const satisfies Pick<DataConfig, "window" | "repeat" | "augment">;

/** The format a cell asks for, as far as its words tell; `auto` on a path that does not name NW-UCLA counts as our own. */
export function formatInWords({ source, format }: Pick<DataCell, "source" | "format">): DataFormat {
  if (format !== "auto") return format;
  return source !== SAMPLE_SOURCE && /ucla/i.test(source) ? "nw-ucla" : "hgl";
}

/** The cell with every default filled in; `format` decides between the two recipes. */
export function completeData(cell: DataCell, format: DataFormat = formatInWords(cell)): DataConfig {
  const recipe = format === "nw-ucla" ? NW_UCLA : GENERAL;
  return {
    source: cell.source,
    format: cell.format,
    layout: cell.layout ?? null,
    columns: cell.columns ?? null,
    bad: cell.bad,
    split:
      typeof cell.split === "string"
        ? { by: cell.split, test: [], train: [] }
        : { by: cell.split.by, test: cell.split.test, train: cell.split.train ?? [] },
    validation: cell.validation,
    ...(cell.unseen.length > 0 ? { unseen: [...new Set(cell.unseen)].sort() } : {}),
    stream: cell.stream,
    window: cell.window ?? recipe.window,
    secondBody: cell.secondBody,
    testClips: cell.testClips,
    augment: completeAugment(cell.augment ?? {}, recipe.augment),
    repeat: cell.repeat ?? recipe.repeat,
  };
}

/** What a data cell's values must satisfy together. */
export function dataRules(cell: DataCell): Rule[] {
  const rules: Rule[] = [...augmentRules(cell, completeData(cell).augment), ...repeats(["unseen"], cell.unseen)];
  if (typeof cell.split === "string") {
    const meant = misspelt(cell.split);
    if (meant !== undefined)
      rules.push({
        path: ["split"],
        finding: { code: "bad-value", key: "split", shown: cell.split, allowed: SPLIT_ALLOWED, nearest: meant },
      });
    return rules;
  }
  const { by, test, train = [] } = cell.split;
  rules.push(...repeats(["split", "test"], test), ...repeats(["split", "train"], train));
  const both = [...new Set(train)].filter((value) => test.includes(value));
  if (both.length > 0) rules.push({ path: ["split", "train"], finding: { code: "overlap", key: by, values: both } });
  return rules;
}

/** Whether a layout is declared in a file, not built in. */
export function isLayoutFile(layout: string): boolean {
  return /\.ya?ml$/i.test(layout);
}
