import { parentPort, workerData } from "node:worker_threads";
import { describeFault } from "../threads";
import type { ImportOptions } from "./format";
import { formatNamed, type FormatName } from "./formats";
import { writePiece } from "./writePiece";

/** Sent to the thread at its start. */
export interface ImportWork {
  readonly path: string;
  readonly format: FormatName;
  readonly options: ImportOptions;
  /** Where the pieces are written. */
  readonly folder: string;
}

/** What the thread tells: that it is ready for a piece, how many clips more it has read, or why it could not. */
export type ImportNews =
  | { readonly type: "ready" }
  | { readonly type: "clips"; readonly count: number }
  | { readonly type: "error"; readonly error: unknown };

const { path, format, options, folder } = workerData as ImportWork;
const port = parentPort!;
const tell = (news: ImportNews): void => port.postMessage(news);

try {
  const source = formatNamed(format).open(path, options);
  port.on("message", (piece: number) => {
    try {
      writePiece(folder, piece, source.facts, source.read(piece), (count) => tell({ type: "clips", count }));
      tell({ type: "ready" });
    } catch (error) {
      tell({ type: "error", error: describeFault(error) });
    }
  });
  tell({ type: "ready" });
} catch (error) {
  tell({ type: "error", error: describeFault(error) });
}
