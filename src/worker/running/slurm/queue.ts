import { userInfo } from "node:os";
import { taskName, type JobRecord } from "../../store/job";
import { slurm } from "./commands";

/** Where a task stands in the queue. */
export interface Queued {
  /** Slurm's word: "PENDING", "RUNNING", "COMPLETING", … */
  readonly state: string;
  /** Why it waits: "Priority", "Resources", …; "None". */
  readonly reason: string;
}

export type JobEnd = NonNullable<JobRecord["ended"]>;

/** All of the user's tasks by their names, in one question. @throws HglError "device" */
export async function queueNow(): Promise<ReadonlyMap<string, Queued>> {
  const { uid } = userInfo();
  const printed = await slurm("squeue", ["--noheader", "--array", `--user=${uid}`, "--format=%F|%K|%T|%r"]);
  return parseQueue(printed);
}

/** @internal */
export function parseQueue(printed: string): Map<string, Queued> {
  return new Map(
    printed.split(/\r?\n/).flatMap((line): [string, Queued][] => {
      const [job, task, state, reason = ""] = line.trim().split("|");
      return job && task && state && /^\d+$/.test(task) ? [[`${job}_${task}`, { state, reason }]] : [];
    }),
  );
}

/** How a task that is no longer in the queue ended, by the accounting, else by what the controller still remembers. */
export async function howEnded(record: JobRecord): Promise<JobEnd> {
  const name = taskName(record);
  const accounted = await slurm("sacct", ["-X", "-n", "-P", `--jobs=${name}`, "--format=State,ExitCode"]).then(
    parseAccount,
    () => undefined,
  );
  if (accounted) return accounted;
  const remembered = await slurm("scontrol", ["show", "job", "--oneliner", name]).then(parseJob, () => undefined);
  return remembered ?? { state: "", reason: "" };
}

/** @internal Of a task that was queued again, the last line is how it ended. */
export function parseAccount(printed: string): JobEnd | undefined {
  const line = printed.trim().split(/\r?\n/).at(-1) ?? "";
  const [state, exit = ""] = line.split("|");
  // "CANCELLED by 1000"
  return state ? { state: state.split(" ")[0]!, reason: exitWords(exit) } : undefined;
}

/** @internal */
export function parseJob(printed: string): JobEnd | undefined {
  const of = (key: string): string => new RegExp(`(?:^|\\s)${key}=(\\S*)`).exec(printed)?.[1] ?? "";
  const state = of("JobState");
  if (state === "") return undefined;
  const reason = of("Reason");
  return { state, reason: /^(|None|NonZeroExitCode)$/.test(reason) ? exitWords(of("ExitCode")) : reason };
}

/** "137:0" is a status, "0:9" a signal. */
function exitWords(code: string): string {
  const [status, signal] = code.split(":");
  if (signal && signal !== "0") return `signal ${signal}`;
  return status && status !== "0" ? `exit status ${status}` : "";
}

/** Takes tasks out of the queue, and ends those that run. @throws HglError "device" */
export async function cancel(records: readonly JobRecord[]): Promise<void> {
  if (records.length > 0) await slurm("scancel", records.map(taskName));
}
