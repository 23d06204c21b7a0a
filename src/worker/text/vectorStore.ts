import { dirname } from "node:path";
import { makeFolder, writeAll } from "../store/atomicFile";
import { diskError, realFiles, type FileSystem } from "../store/fileSystem";
import type { EncodedText } from "./textEncoder";
import { decodeRecord, encodeRecord, HEAD, MARK, recordLength, textKey } from "./vectorRecord";

const BLOCK = 1 << 16;

/**
 * Vectors of texts in a file that is only appended to. Several processes may read and append at once, since the system appends one record's bytes
 * as a whole. A record that fails its check counts as missing, whatever stands behind it is found by its mark, and what a killed process has left
 * half written at the end is cut off when the file is opened. Should that hit what another process is writing just then, that one text is encoded
 * again another day.
 */
export class VectorStore {
  readonly #path: string;
  readonly #handle: number;
  readonly #files: FileSystem;
  /** Where the newest sound record of a text begins, and its bytes. */
  readonly #places = new Map<string, { readonly at: number; readonly length: number }>();
  /** End of the last sound record. */
  #end = 0;

  private constructor(path: string, handle: number, files: FileSystem) {
    this.#path = path;
    this.#handle = handle;
    this.#files = files;
  }

  /** Opens the file, which need not be there. @throws HglError "disk" */
  static open(path: string, files: FileSystem = realFiles): VectorStore {
    makeFolder(dirname(path), files);
    try {
      const store = new VectorStore(path, files.openSync(path, "a+", 0o644), files);
      store.#cut(store.#scan());
      return store;
    } catch (error) {
      throw diskError(error, path, "opening the cache of vectors");
    }
  }

  /** Reads what was appended since, by whomever. @throws HglError "disk" */
  refresh(): void {
    this.#scan();
  }

  /** The text's vectors, or undefined where they are missing or damaged. @throws HglError "disk" */
  get(text: string): EncodedText | undefined {
    const key = textKey(text);
    const place = this.#places.get(key);
    const record = place && decodeRecord(this.#read(place.at, place.length));
    return record?.key === key ? record.encoded : undefined;
  }

  /** Appends the text's vectors; `get` finds them after the next `refresh`. @throws HglError "disk" */
  put(text: string, encoded: EncodedText): void {
    try {
      writeAll(this.#handle, encodeRecord(textKey(text), encoded), this.#files);
    } catch (error) {
      throw diskError(error, this.#path, "writing the cache of vectors");
    }
  }

  close(): void {
    this.#files.closeSync(this.#handle);
  }

  /** Notes the records behind the last known one. @returns the file's size then */
  #scan(): number {
    const { size } = this.#files.fstatSync(this.#handle);
    if (size < this.#end) {
      this.#places.clear();
      this.#end = 0;
    }
    for (let at = this.#end; at < size;) {
      const length = recordLength(this.#read(at, HEAD));
      const record = length === undefined || at + length > size ? undefined : decodeRecord(this.#read(at, length));
      if (record) {
        this.#places.set(record.key, { at, length: length! });
        at += length!;
        this.#end = at;
      } else {
        at = this.#nextMark(at + 1, size);
      }
    }
    return size;
  }

  #nextMark(from: number, size: number): number {
    for (let at = from; at < size; at += BLOCK) {
      const found = this.#read(at, BLOCK + MARK.length - 1).indexOf(MARK);
      if (found >= 0) return at + found;
    }
    return size;
  }

  /** Bytes from a place on; zeros follow where the file has no more. */
  #read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    try {
      for (let done = 0, taken = 1; done < length && taken > 0; done += taken)
        taken = this.#files.readSync(this.#handle, bytes, done, length - done, at + done);
    } catch (error) {
      throw diskError(error, this.#path, "reading the cache of vectors");
    }
    return bytes;
  }

  /** Through a handle of its own: one that appends may not cut a file on Windows. */
  #cut(size: number): void {
    if (this.#end === size || this.#files.fstatSync(this.#handle).size !== size) return;
    const handle = this.#files.openSync(this.#path, "r+");
    try {
      this.#files.ftruncateSync(handle, this.#end);
    } finally {
      this.#files.closeSync(handle);
    }
  }
}
