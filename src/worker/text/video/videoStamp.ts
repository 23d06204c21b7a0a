import { statSync } from "node:fs";
import { diskError } from "../../store/fileSystem";

/** How a file looks from outside: bytes, and when it was last written in Unix milliseconds. */
export interface VideoStamp {
  readonly bytes: number;
  readonly modified: number;
}

/** Throws HglError "disk". */
export function stampOf(video: string): VideoStamp {
  try {
    const { size, mtimeMs } = statSync(video);
    return { bytes: size, modified: mtimeMs };
  } catch (error) {
    throw diskError(error, video, "reading the video");
  }
}
