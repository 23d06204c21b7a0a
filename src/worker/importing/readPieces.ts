import type { Worker } from "node:worker_threads";
import { HglError } from "../../common/errors";
import { reviveFault, startThread, threadFile } from "../threads";
import type { ImportNews, ImportWork } from "./importThread";

export interface Reading {
  /** Pieces still to be read. */
  readonly pieces: readonly number[];
  readonly threads: number;
  /** Told after every piece, and of clips in between. */
  readonly onProgress: (done: number, clips: number) => void;
  readonly stop?: AbortSignal | undefined;
}

/** Has threads read pieces of a source until all are written. Throws the first thread's error, or HglError "interrupted" when stopped; what is written stays. */
export async function readPieces(work: ImportWork, { pieces, threads, onProgress, stop }: Reading): Promise<void> {
  const waiting = [...pieces];
  const workers: Worker[] = [];
  let [done, clips] = [0, 0];
  const stopped = new HglError({
    code: "interrupted",
    where: work.path,
    what: "reading the data was stopped",
    next: "run the cell again to go on from there",
  });
  try {
    await new Promise<void>((resolve, reject) => {
      if (stop?.aborted) return reject(stopped);
      stop?.addEventListener("abort", () => reject(stopped), { once: true });
      const start = (): void => {
        const worker = startThread(new URL(threadFile("importThread"), import.meta.url), work);
        workers.push(worker);
        let busy = false;
        worker.on("message", (news: ImportNews) => {
          if (news.type === "error") return reject(reviveFault(news.error));
          if (news.type === "clips") clips += news.count;
          else {
            if (busy) done++;
            const piece = waiting.shift();
            busy = piece !== undefined;
            if (busy) worker.postMessage(piece);
            else if (done === pieces.length) resolve();
          }
          onProgress(done, clips);
        });
        worker.on("error", reject);
        worker.on("exit", (code) => {
          if (busy) reject(new Error(`the thread that reads ${work.path} ended with code ${code}`));
        });
      };
      for (let count = 0; count < Math.min(threads, pieces.length); count++) start();
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
