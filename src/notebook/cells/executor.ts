import * as z from "zod";
import type { ExecutorConfig } from "../../common/config";
import { field, whole } from "./field";
import type { Rule } from "./rule";

/** Words that Slurm or the module system takes as names: a dash in front would make an option of one, a path or `..` another file. */
const WORD = /^(?!.*\.\.)[A-Za-z0-9_][\w.+/@:,=-]*$/;
const CLUSTER_WORD = "letters, digits and `._+/@:,=-`, a letter or digit first, without `..`";
const word = () => z.string().regex(WORD).max(200);

/** Where the runs of a cell are trained: the `executor` of the cells that train. */
export const executorSchema = z.strictObject({
  on: field(z.enum(["local", "slurm"]).default("local"), {
    meaning: "Where runs are trained.",
    choices: {
      local: "On this machine, each place in a process that outlives the window.",
      slurm: "On a cluster: a job array through `sbatch`, with the run folders on a shared file system.",
    },
  }),
  atOnce: field(whole(1, 1000).optional(), {
    meaning: "How many runs are trained at a time.",
    fallback: "as many as this machine's cores and memory hold; `slurm`: the cluster decides",
  }),
  partition: field(word().optional(), {
    meaning: "Slurm's partition.",
    fallback: "the cluster's default",
    allowed: CLUSTER_WORD,
  }),
  account: field(word().optional(), {
    meaning: "The account that Slurm charges.",
    fallback: "the cluster's default",
    allowed: CLUSTER_WORD,
  }),
  gpus: field(whole(0, 64).default(0), { meaning: "Graphics cards of each task (`--gres=gpu:N`)." }),
  cpus: field(whole(1, 1024).optional(), { meaning: "Cores of each task.", fallback: "the cluster's default" }),
  memory: field(
    z
      .string()
      .regex(/^\d{1,7}[KMGT]?$/)
      .optional(),
    {
      meaning: "Memory of each task.",
      fallback: "the cluster's default",
      allowed: "a number with `K`, `M`, `G` or `T`, such as `16G`",
    },
  ),
  time: field(
    z
      .string()
      .regex(/^(\d{1,3}-)?\d{1,4}(:[0-5]?\d){0,2}$/)
      .optional(),
    {
      meaning:
        "Time limit of each task. A run that reaches it writes a checkpoint, is queued again and goes on from there.",
      fallback: "the cluster's default",
      allowed: "Slurm's words in quotes, such as `'12:00:00'` or `'1-12:00:00'`",
    },
  ),
  modules: field(z.array(word()).max(32).default([]), {
    meaning: "Environment modules that each task loads first.",
    allowed: `a list of module names: ${CLUSTER_WORD}`,
  }),
});

export type ExecutorCell = z.output<typeof executorSchema>;

/** Keys that mean something to a cluster alone. */
const CLUSTER_KEYS = ["partition", "account", "gpus", "cpus", "memory", "time", "modules"] as const;

export function executorRules(cell: ExecutorCell): Rule[] {
  if (cell.on === "slurm") return [];
  return CLUSTER_KEYS.filter((key) => isSet(cell[key])).map((key) => ({
    path: ["executor", key],
    finding: { code: "no-effect", key, because: "the runs are trained on this machine (`on: local`)" },
  }));
}

function isSet(value: ExecutorCell[(typeof CLUSTER_KEYS)[number]]): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== 0;
}

/** The executor with every default filled in. */
export function completeExecutor(cell: ExecutorCell | undefined): ExecutorConfig {
  const atOnce = cell?.atOnce ?? "auto";
  if (cell?.on !== "slurm") return { kind: "local", atOnce };
  const { partition = null, account = null, gpus, cpus = null, memory = null, time = null, modules } = cell;
  return { kind: "slurm", atOnce, partition, account, gpus, cpus, memory, time, modules };
}
