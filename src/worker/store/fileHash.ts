import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { HglError } from "../../common/errors";
import { diskError } from "./fileSystem";

/**
 * SHA-256 of a file's bytes, hex, however long it is.
 *
 * @param what the file is, as a failure names it: "the video"
 * @throws HglError "disk", "interrupted" when `stop` was raised
 */
export async function fileHash(path: string, what: string, stop?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, stop ? { signal: stop } : {})) hash.update(chunk as Buffer);
  } catch (error) {
    if (stop?.aborted) throw new HglError({ code: "interrupted", where: path, what: `reading ${what} was stopped` });
    throw diskError(error, path, `reading ${what}`);
  }
  return hash.digest("hex");
}
