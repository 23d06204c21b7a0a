import * as z from "zod";
import { field, reference, whole } from "./field";
import type { Rule } from "./rule";
import { repeats } from "./rule";

/** Clips that a skeleton view can show at once. */
export const MOST_CLIPS = 8;

export const viewSchema = z.strictObject({
  view: field(z.enum(["confusion", "skeleton"]), {
    meaning:
      "What to show: `confusion` is the table of true against predicted classes on the test split, `skeleton` moves clips as stick figures.",
    choices: {
      confusion: "The table of true against predicted classes on the test split.",
      skeleton: "Clips in motion, with what was predicted where a train cell is shown.",
    },
  }),
  of: reference(
    ["data", "train"],
    "The cell that is shown. `confusion` takes a train cell; `skeleton` a data cell (clips of its classes) or a train cell (test clips with what was predicted, mistakes first).",
    ({ view }) => (view === "confusion" ? ["train"] : ["data", "train"]),
  ),
  clips: field(z.array(z.string().min(1)).min(1).max(MOST_CLIPS).optional(), {
    meaning: "Ids of the clips that `skeleton` shows, as they stand beneath its figures.",
    fallback: "chosen by `count`",
    allowed: `a list of 1 to ${MOST_CLIPS} clip ids`,
  }),
  count: field(whole(1, MOST_CLIPS).default(4), {
    meaning: "How many clips `skeleton` shows where `clips` names none.",
  }),
});

export type ViewCell = z.output<typeof viewSchema>;

/** What a view cell's values must satisfy together; `written` are the keys of the cell itself, without the notebook's defaults. */
export function viewRules(cell: ViewCell, written: ReadonlySet<string>): Rule[] {
  const rules = repeats(["clips"], cell.clips ?? []);
  const idle: [string, boolean, string][] = [
    ["clips", cell.view === "confusion", "the view is confusion"],
    ["count", cell.view === "confusion", "the view is confusion"],
    ["count", cell.view === "skeleton" && cell.clips !== undefined, "`clips` names the clips"],
  ];
  for (const [key, unused, because] of idle) {
    if (unused && written.has(key)) rules.push({ path: [key], finding: { code: "no-effect", key, because } });
  }
  return rules;
}
