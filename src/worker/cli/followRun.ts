import { HglError } from "../../common/errors";
import type { RunEvent, RunResult } from "../../common/runRecord";
import { followRun } from "../running/follow";
import type { Started } from "../running/launch";
import type { ClusterJob } from "../running/slurm/watch";
import type { RunFolder } from "../store/runFolder";

interface FollowToItsEndOptions {
  readonly onEvent: (event: RunEvent) => void;
  /** Told once when the user has asked to stop and the process has been asked in turn. */
  readonly onStopping?: () => void;
  /** The process started for this run; without it the run belongs to another one. */
  readonly started: Started | undefined;
  /** Its place in a cluster's queue, which an interruption leaves alone. */
  readonly job?: ClusterJob | undefined;
  readonly sittingFrom: number;
  readonly pollMs?: number;
}

/**
 * Follows a run to its result. SIGINT and SIGTERM are forwarded once to a process that we started; a second one leaves at once, while the
 * process finishes its checkpoint alone.
 * @returns undefined when the run did not get its turn because of what stopped the one before
 * @throws HglError "interrupted", or what stopped the run
 */
export async function followToItsEnd(
  folder: RunFolder,
  { onEvent, onStopping, started, job, sittingFrom, pollMs }: FollowToItsEndOptions,
): Promise<RunResult | undefined> {
  const leaving = new AbortController();
  let asked = 0;
  const forward = () => {
    if (++asked > 1) process.exit(130);
    if (started) started.child.kill("SIGINT");
    else leaving.abort();
    onStopping?.();
  };
  process.on("SIGINT", forward).on("SIGTERM", forward);
  try {
    const onEvents = (events: readonly RunEvent[]) => events.forEach(onEvent);
    // What was told in an earlier sitting of ours is not told again; another's run is told from its beginning.
    const end = await followRun(folder, {
      onEvents,
      started,
      job,
      from: sittingFrom,
      sittingFrom,
      pollMs,
      leave: leaving.signal,
    });
    if (end === undefined)
      throw new HglError({
        code: "interrupted",
        where: folder.path,
        what: job
          ? `no longer following; Slurm's task ${job.name} goes on, and running the notebook again follows it`
          : "no longer following; another process goes on with this run",
      });
    if (end.kind === "done") return end.result;
    if (end.kind === "waiting") return undefined;
    throw end.error;
  } finally {
    job?.leave();
    process.off("SIGINT", forward).off("SIGTERM", forward);
  }
}
