import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { RunEvent } from "../../common/runRecord";
import { parseLog } from "../store/eventLog";

/** What one look takes at most, so that a long log is read in pieces. */
const MOST_BYTES = 4 * 2 ** 20;

/** Reads a growing log: whole sound lines since the last call. */
export class LogFollower {
  readonly #path: string;
  #offset: number;

  constructor(path: string, fromByte = 0) {
    this.#path = path;
    this.#offset = fromByte;
  }

  /** Bytes of the log that have been told. */
  get offset(): number {
    return this.#offset;
  }

  /** @param until byte to stop before */
  next(until = Infinity): readonly RunEvent[] {
    const told: RunEvent[] = [];
    for (;;) {
      const bytes = this.#read(until);
      const { events, validBytes } = parseLog(bytes);
      this.#offset += validBytes;
      told.push(...events);
      if (bytes.length < MOST_BYTES || validBytes === 0) return told;
    }
  }

  #read(until: number): Uint8Array {
    let handle: number;
    try {
      handle = openSync(this.#path, "r");
    } catch {
      return new Uint8Array(0);
    }
    try {
      const { size } = fstatSync(handle);
      // A run that resumed may have cut a torn tail that we had counted.
      if (size < this.#offset) this.#offset = size;
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(MOST_BYTES, Math.min(size, until) - this.#offset)));
      return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, this.#offset));
    } finally {
      closeSync(handle);
    }
  }
}
