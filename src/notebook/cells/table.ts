import * as z from "zod";
import { field, reference, referenceList } from "./field";
import type { Rule } from "./rule";
import { comparisonRules, repeats } from "./rule";
import { MOST_BESIDE } from "./view";

export const TABLE_NAMES = [
  "results",
  "classes",
  "runs",
  "mistakes",
  "retrieval",
  "ablation",
  "ablation-classes",
] as const;
export type TableName = (typeof TABLE_NAMES)[number];
export const TABLE_FORMATS = ["tex", "csv", "md"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Whether a table is of an ablation. */
function ofAblation(table: unknown): boolean {
  return table === "ablation" || table === "ablation-classes";
}

export const tableSchema = z.strictObject({
  table: field(z.enum(TABLE_NAMES), {
    meaning: "What to list for the paper.",
    choices: {
      results: "A row for each train cell: test accuracy as mean and spread over its seeds, parameters, multiply-adds.",
      classes: "A row for each class: its test accuracy in each train cell.",
      runs: "A row for each run: seed, epochs, accuracies, time, run id.",
      mistakes: "The most frequent confusions of each train cell.",
      retrieval:
        "A row for each train cell with descriptions: what skeletons and texts find of one another, and classes never trained on.",
      ablation: "A row for each variant of an ablation: accuracy, costs, and how it was tested against the baseline.",
      "ablation-classes":
        "A row for each class: its accuracy in an ablation's baseline and how it changes in the variants.",
    },
  }),
  of: reference(
    ["train", "ablation"],
    "The cell that is listed: a train cell; for `ablation` and `ablation-classes` an ablation.",
    ({ table }) => (table === undefined ? ["train", "ablation"] : ofAblation(table) ? ["ablation"] : ["train"]),
  ),
  with: referenceList(["train"], "Further train cells that are listed below or beside it.", MOST_BESIDE),
  formats: field(z.array(z.enum(TABLE_FORMATS)).min(1).default(["tex", "csv"]), {
    meaning: "The files that are written: LaTeX (booktabs), CSV, Markdown.",
  }),
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

export type TableCell = z.output<typeof tableSchema>;

/** What a table cell's values must satisfy together. */
export function tableRules(cell: TableCell): Rule[] {
  const alone: Rule[] =
    ofAblation(cell.table) && cell.with.length > 0
      ? [{ path: ["with"], finding: { code: "no-effect", key: "with", because: `the table is ${cell.table}` } }]
      : [];
  return [...comparisonRules(cell), ...alone, ...repeats(["formats"], cell.formats)];
}
