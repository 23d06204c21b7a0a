import type * as z from "zod";
import { ablationRules, ablationSchema } from "./ablation";
import type { AblationCell } from "./ablation";
import { dataRules, dataSchema } from "./data";
import type { DataCell } from "./data";
import { ensembleRules, ensembleSchema } from "./ensemble";
import type { EnsembleCell } from "./ensemble";
import { figureRules, figureSchema } from "./figure";
import type { FigureCell } from "./figure";
import { modelRules, modelSchema } from "./model";
import type { ModelCell } from "./model";
import type { Rule } from "./rule";
import { tableRules, tableSchema } from "./table";
import type { TableCell } from "./table";
import { textRules, textSchema } from "./text";
import type { TextCell } from "./text";
import { trainRules, trainSchema } from "./train";
import type { TrainCell } from "./train";
import { viewRules, viewSchema } from "./view";
import type { ViewCell } from "./view";

/** Every kind of cell there is, in the order of the reference page. */
export const KIND_NAMES = [
  "data",
  "model",
  "text",
  "train",
  "ablation",
  "ensemble",
  "view",
  "figure",
  "table",
] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** What a cell of each kind says once it is checked. */
export interface CellValues {
  readonly data: DataCell;
  readonly model: ModelCell;
  readonly text: TextCell;
  readonly train: TrainCell;
  readonly ablation: AblationCell;
  readonly ensemble: EnsembleCell;
  readonly view: ViewCell;
  readonly figure: FigureCell;
  readonly table: TableCell;
}

export interface Kind<K extends KindName> {
  readonly schema: z.ZodObject & z.ZodType<CellValues[K]>;
  /** One sentence for the reference page and the editor. */
  readonly about: string;
  /** What the values must satisfy together. `written`: keys of the cell itself, without the notebook's defaults. */
  rules(value: CellValues[K], written: ReadonlySet<string>): Rule[];
}

export const KINDS: { readonly [K in KindName]: Kind<K> } = {
  data: {
    schema: dataSchema,
    about: "Names a data set, its test split, and how clips become network inputs.",
    rules: dataRules,
  },
  model: {
    schema: modelSchema,
    about: "Describes an HGLNet: a preset, and the choices in which it differs.",
    rules: modelRules,
  },
  text: {
    schema: textSchema,
    about: "Gives every class, or every clip, descriptions, and says what makes vectors of them.",
    rules: textRules,
  },
  train: {
    schema: trainSchema,
    about: "Trains a model on data, once for each seed, and tests it at the end.",
    rules: trainRules,
  },
  ablation: {
    schema: ablationSchema,
    about: "Trains a train cell's variants, each with every seed, and tests each against it.",
    rules: ablationRules,
  },
  ensemble: {
    schema: ensembleSchema,
    about: "Fuses the scores of several train cells, and of other people's files, over the test split.",
    rules: ensembleRules,
  },
  view: {
    schema: viewSchema,
    about: "Shows what came out of a train cell, or the clips of a data cell.",
    rules: viewRules,
  },
  figure: {
    schema: figureSchema,
    about: "Draws what goes into the paper, and writes it as files that say which runs they show.",
    rules: figureRules,
  },
  table: {
    schema: tableSchema,
    about: "Lists results for the paper, and writes them as LaTeX, CSV or Markdown.",
    rules: tableRules,
  },
};

/** Whether running a cell of the kind trains, and so goes on when the window is closed. */
export function isTraining(kind: string): boolean {
  return kind === "train" || kind === "ablation";
}

export function isKind(word: string): word is KindName {
  return (KIND_NAMES as readonly string[]).includes(word);
}
