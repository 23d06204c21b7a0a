import { HglError } from "../../common/errors";
import type { Parts } from "./parts";
import { runTraining, type RunOptions } from "./runTraining";

/**
 * The body of a training process (`hgl train RUNFOLDER`): it has the run folder and signals, and needs no terminal or parent. SIGINT and
 * SIGTERM finish the step under way, write a checkpoint and end with HglError "interrupted" (exit 130); SIGHUP, a closed terminal, changes nothing.
 */
export async function trainProcess(path: string, parts: Parts, options: Omit<RunOptions, "stop">): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const ignore = () => {};
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", ignore);
  try {
    const outcome = await runTraining(path, parts, { ...options, stop: stopping.signal });
    if (outcome === "interrupted")
      throw new HglError({
        code: "interrupted",
        where: path,
        what: "stopped; a checkpoint is written",
        next: "run the notebook again to go on from there",
      });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", ignore);
  }
}
