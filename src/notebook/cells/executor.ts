import * as z from "zod";
import type { ExecutorConfig } from "../../common/config";
import { field, whole } from "./field";

/** Where the runs of a cell are trained: the train and ablation cells' `executor`. */
export const executorSchema = z.strictObject({
  on: field(z.enum(["local"]).default("local"), {
    meaning: "Where runs are trained.",
    choices: { local: "On this machine, each place in a process that outlives the window." },
  }),
  atOnce: field(whole(1, 1000).optional(), {
    meaning: "How many runs are trained at a time.",
    fallback: "as many as this machine's cores and memory hold",
  }),
});

export type ExecutorCell = z.output<typeof executorSchema>;

/** The executor with every default filled in. */
export function completeExecutor(cell: ExecutorCell | undefined): ExecutorConfig {
  return { kind: "local", atOnce: cell?.atOnce ?? "auto" };
}
