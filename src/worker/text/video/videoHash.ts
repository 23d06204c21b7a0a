import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { HglError } from "../../../common/errors";
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

/** SHA-256 of a video's bytes, hex, however long it is. Throws HglError "disk", "interrupted". */
export async function videoHash(video: string, stop: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(video, { signal: stop })) hash.update(chunk as Buffer);
  } catch (error) {
    if (stop.aborted) throw new HglError({ code: "interrupted", where: video, what: "reading the video was stopped" });
    throw diskError(error, video, "reading the video");
  }
  return hash.digest("hex");
}
