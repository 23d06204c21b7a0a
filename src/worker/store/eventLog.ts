import { crc32 } from "node:zlib";
import type { RunEvent } from "../../common/runRecord";
import { closeQuietly, readIfThere, writeAll } from "./atomicFile";
import { diskError, realFiles, type FileSystem } from "./fileSystem";

/**
 * The event log: one JSON object a line, `{"bytes":N,"crc32":"hhhhhhhh","event":{...}}`, where N and the CRC-32 (IEEE) are those of
 * the event's own text. It stays plain ndjson for `jq`, and every line proves itself.
 *
 * A line that fails its check at the end of the file is a torn tail: the process stopped while writing it. The writer cuts it off and says
 * so. A damaged line elsewhere is skipped and reported; nothing after it is lost.
 */
export interface LogContent {
  readonly events: readonly RunEvent[];
  /** Bytes of the file that hold whole lines; what lies behind is a torn tail. */
  readonly validBytes: number;
  readonly tornBytes: number;
  /** 1-based numbers of damaged lines before the last good one. */
  readonly damagedLines: readonly number[];
}

export function encodeLine(event: RunEvent): Uint8Array {
  const text = JSON.stringify(event);
  const bytes = Buffer.byteLength(text);
  return Buffer.from(`{"bytes":${bytes},"crc32":"${hex8(crc32(text))}","event":${text}}\n`);
}

/** The event of a line without its line feed, or undefined when length, CRC or JSON do not hold. */
export function decodeLine(line: Uint8Array): RunEvent | undefined {
  const match = LINE.exec(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString("utf8"));
  if (!match) return undefined;
  const text = match[3]!;
  if (Buffer.byteLength(text) !== Number(match[1]) || hex8(crc32(text)) !== match[2]) return undefined;
  try {
    return JSON.parse(text) as RunEvent;
  } catch {
    return undefined;
  }
}

const LINE = /^\{"bytes":(\d{1,9}),"crc32":"([0-9a-f]{8})","event":(\{.*\})\}$/s;
const LINE_FEED = 10;

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}

export function parseLog(bytes: Uint8Array): LogContent {
  const events: RunEvent[] = [];
  const bad: number[] = [];
  let validBytes = 0;
  let lastGoodLine = 0;
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0) break;
    const event = decodeLine(bytes.subarray(start, end));
    if (event) {
      events.push(event);
      validBytes = end + 1;
      lastGoodLine = number;
    } else {
      bad.push(number);
    }
    start = end + 1;
  }
  return {
    events,
    validBytes,
    tornBytes: bytes.length - validBytes,
    damagedLines: bad.filter((number) => number < lastGoodLine),
  };
}

/** Reads without changing anything; a missing log is an empty one. */
export function readLog(path: string, files: FileSystem = realFiles): LogContent {
  return parseLog(readIfThere(path, files) ?? new Uint8Array(0));
}

/** The one writer of a log (whoever holds the run folder's lock). */
export class EventLog {
  readonly #path: string;
  readonly #files: FileSystem;
  #handle: number | undefined;
  #length: number;

  private constructor(path: string, handle: number, length: number, files: FileSystem) {
    this.#path = path;
    this.#handle = handle;
    this.#length = length;
    this.#files = files;
  }

  /** Opens for appending and cuts a torn tail off; `content` is what was there before. @throws HglError "disk" */
  static open(path: string, files: FileSystem = realFiles): { log: EventLog; content: LogContent } {
    const content = readLog(path, files);
    let handle: number | undefined;
    try {
      handle = files.openSync(path, "a", 0o644);
      if (content.tornBytes > 0) {
        files.ftruncateSync(handle, content.validBytes);
        files.fsyncSync(handle);
      }
      return { log: new EventLog(path, handle, content.validBytes, files), content };
    } catch (error) {
      if (handle !== undefined) closeQuietly(handle, files);
      throw diskError(error, path, "opening the event log");
    }
  }

  /** Appends one line; `durable` returns only once it is on the disk (all but step events ask for it). @throws HglError "disk" */
  append(event: RunEvent, durable: boolean): void {
    if (this.#handle === undefined) throw new Error("append after close");
    const line = encodeLine(event);
    try {
      writeAll(this.#handle, line, this.#files);
      this.#length += line.length;
      if (durable) this.#files.fsyncSync(this.#handle);
    } catch (error) {
      this.#cutHalfLine();
      throw diskError(error, this.#path, "writing the event log");
    }
  }

  /** After a failed write (a full disk), so that the next line does not continue half a line. */
  #cutHalfLine(): void {
    try {
      this.#files.ftruncateSync(this.#handle!, this.#length);
    } catch {
      // The reader cuts or skips it by its checksum.
    }
  }

  close(): void {
    if (this.#handle === undefined) return;
    closeQuietly(this.#handle, this.#files);
    this.#handle = undefined;
  }
}
