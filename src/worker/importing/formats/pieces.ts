import { HglError } from "../../../common/errors";
import type { ClipSource, LeftOut, ReadClip } from "../../../model/data/source";

/** Enough that starting a piece costs nothing, few enough that an interrupted import loses seconds. */
const CLIPS_PER_PIECE = 200;

/** The reading half of a source whose clips stand each in a file of its own: a bad file is yielded with its error, by `idOf`. */
export function pieces<File>(
  files: readonly File[],
  read: (file: File) => ReadClip | LeftOut,
  idOf: (file: File) => string = String,
): Pick<ClipSource, "pieces" | "read"> {
  return {
    pieces: Math.ceil(files.length / CLIPS_PER_PIECE),
    *read(piece) {
      for (const file of files.slice(piece * CLIPS_PER_PIECE, (piece + 1) * CLIPS_PER_PIECE)) {
        yield readOrLeaveOut(file, read, idOf);
      }
    },
  };
}

function readOrLeaveOut<File>(
  file: File,
  read: (file: File) => ReadClip | LeftOut,
  idOf: (file: File) => string,
): ReadClip | LeftOut {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof HglError && error.code === "data") return { id: idOf(file), leftOut: { error } };
    throw error;
  }
}
