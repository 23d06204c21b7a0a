import { HglError } from "../../../common/errors";
import type { RunEnd } from "../ending";
import { lastLinesOf, lastWords } from "../lastLines";
import type { JobEnd } from "./queue";

/** A task that is in the queue no longer. */
export interface GoneTask {
  /** "12_3". */
  readonly name: string;
  /** The file that has what it printed. */
  readonly log: string;
  readonly ended: JobEnd;
}

/** What helps against Slurm's ways to end a task. */
const REMEDIES: Readonly<Record<string, string>> = {
  OUT_OF_MEMORY: "raise `executor.memory` or lower `batch`, and run",
  TIMEOUT: "raise `executor.time`, which must leave time for some steps and a checkpoint, and run",
  NODE_FAIL: "run",
  BOOT_FAIL: "run",
};

/** How the job script (media/slurm/train.sh) ends a task that was warned of its time limit before it came any further than the one before. */
const NO_ROOM = "exit status 75";

/** The error of such a task; undefined for any other. */
export function leftNoRoom(where: string, at: string, { name, ended }: GoneTask, again: string): HglError | undefined {
  if (ended.reason !== NO_ROOM) return undefined;
  return new HglError({
    code: "store",
    where,
    what: `Slurm's task ${name} reached its time limit without coming any further${at}, so it was not queued again`,
    next: `raise \`executor.time\`, which must leave room for some steps and a checkpoint, and run ${again} again`,
  });
}

/** A task that left the queue, while its run has no end. */
export function goneFromQueue(where: string, at: string, { name, log, ended }: GoneTask, again: string): RunEnd {
  const { state, reason } = ended;
  const next = `run ${again} again to go on from the last checkpoint`;
  if (state === "CANCELLED")
    return {
      kind: "interrupted",
      error: new HglError({ code: "interrupted", where, what: `Slurm's task ${name} was cancelled${at}`, next }),
    };
  const why = reason === "" ? "" : ` (${reason})`;
  const how = state === "" ? "is gone from Slurm's queue, and nothing remembers how" : `ended as ${state}${why}`;
  const lines = lastLinesOf(log);
  const sentence = state === "" ? lastWords(lines) : undefined;
  if (sentence) return { kind: "failed", error: new HglError({ code: "store", where, what: sentence }), death: null };
  const said = lines.at(-1);
  const words = said === undefined ? "" : `; it printed last: ${said.slice(0, 300).replace(/\.$/, "")}`;
  const remedy = REMEDIES[state] ?? `read ${log}, and run`;
  return {
    kind: "failed",
    error: new HglError({
      code: "store",
      where,
      what: `Slurm's task ${name} ${how}${at}${words}`,
      next: `${remedy} ${again} again to go on from the last checkpoint`,
    }),
    death: null,
  };
}
