import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { HglError } from "../../common/errors";
import type { ClipValues } from "../../model/data/dataset";
import { diskError } from "../importing/diskError";
import { sha256 } from "../store/runFolder";
import type { ValuePlace } from "./clipTable";

/** Files kept open at once, well below what a process is usually allowed. */
const MOST_OPEN = 128;

/** Coordinates of a store's clips, read from disk by position when they are asked for: memory does not grow with the data set. */
export class StoredValues implements ClipValues {
  /** The open files, least recently used first. */
  readonly #open = new Map<number, number>();

  constructor(
    readonly folder: string,
    /** Names of the files of values, by the numbers that the places use. */
    readonly names: readonly string[],
    readonly places: readonly ValuePlace[],
  ) {}

  of(clip: number): Float32Array {
    const { file, position, floats } = this.places[clip]!;
    const values = new Float32Array(floats);
    const bytes = new Uint8Array(values.buffer);
    const path = this.#path(file);
    try {
      const handle = this.#handle(file, path);
      for (let at = 0; at < bytes.length;) {
        const count = readSync(handle, bytes, at, bytes.length - at, position + at);
        if (count === 0) throw cutOff(path, position + at);
        at += count;
      }
    } catch (error) {
      throw error instanceof HglError ? error : diskError(error, path);
    }
    return values;
  }

  /** Whether a clip's bytes are still what was imported. */
  isSound(clip: number): boolean {
    const { buffer } = this.of(clip);
    return sha256(new Uint8Array(buffer)) === this.places[clip]!.digest;
  }

  close(): void {
    for (const handle of this.#open.values()) closeSync(handle);
    this.#open.clear();
  }

  #path(file: number): string {
    return join(this.folder, this.names[file]!);
  }

  #handle(file: number, path: string): number {
    const known = this.#open.get(file);
    if (known !== undefined) {
      this.#open.delete(file);
      this.#open.set(file, known);
      return known;
    }
    if (this.#open.size >= MOST_OPEN) {
      const [oldest, handle] = this.#open.entries().next().value!;
      closeSync(handle);
      this.#open.delete(oldest);
    }
    const handle = openSync(path, "r");
    this.#open.set(file, handle);
    return handle;
  }
}

function cutOff(path: string, at: number): HglError {
  return new HglError({
    code: "data",
    where: path,
    what: `the file ends at byte ${at}, within a clip`,
    next: "import the data again",
  });
}
