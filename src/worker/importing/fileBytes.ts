import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { HglError } from "../../common/errors";
import type { ByteSource } from "../../model/data/source";
import { orDiskError } from "./diskError";

/** A file on disk, read by position; `close` gives the handle back. Throws HglError "disk" where it cannot be opened or read. */
export function fileBytes(path: string): ByteSource & { close(): void } {
  const file = orDiskError(path, () => openSync(path, "r"));
  const { size } = orDiskError(path, () => fstatSync(file));
  return {
    name: path,
    size,
    read(at, length) {
      if (at < 0 || length < 0 || at + length > size) throw endsBefore(path, size, at + length);
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const count = orDiskError(path, () => readSync(file, bytes, filled, length - filled, at + filled));
        if (count === 0) throw endsBefore(path, at + filled, at + length);
        filled += count;
      }
      return bytes;
    },
    close: () => closeSync(file),
  };
}

function endsBefore(path: string, size: number, end: number): HglError {
  const what = `the file ends at byte ${size}, before byte ${end}`;
  return new HglError({ code: "data", where: path, what, next: "fetch the file again" });
}
