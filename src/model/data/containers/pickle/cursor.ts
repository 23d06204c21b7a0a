import { strFromU8 } from "fflate";
import type { ByteSource } from "../../source";
import { badBytes } from "../badBytes";

const WINDOW = 64 * 1024;
/** Texts of protocol 0 stand on one line each, arrays among them. */
const MOST_LINE = 64 * 2 ** 20;

/** Reads a source forwards, and never past its end: what is stated is compared with what is left before it is taken. */
export class Cursor {
  at = 0;
  private window = new Uint8Array(0);
  private view = new DataView(this.window.buffer);
  private start = 0;

  constructor(private readonly source: ByteSource) {}

  get left(): number {
    return this.source.size - this.at;
  }

  u8(): number {
    const from = this.ready(1);
    this.at += 1;
    return this.window[from]!;
  }

  u16(): number {
    const from = this.ready(2);
    this.at += 2;
    return this.view.getUint16(from, true);
  }

  i32(): number {
    const from = this.ready(4);
    this.at += 4;
    return this.view.getInt32(from, true);
  }

  u32(): number {
    const from = this.ready(4);
    this.at += 4;
    return this.view.getUint32(from, true);
  }

  /** Inexact beyond 2^53, where it is larger than any file anyway. */
  u64(): number {
    const low = this.u32();
    return low + 2 ** 32 * this.u32();
  }

  bigEndianDouble(): number {
    const from = this.ready(8);
    this.at += 8;
    return this.view.getFloat64(from, false);
  }

  /** The next `length` bytes, copied. */
  bytes(length: number): Uint8Array {
    this.need(length);
    if (length > WINDOW) {
      const bytes = this.source.read(this.at, length);
      this.at += length;
      return bytes;
    }
    const from = this.ready(length);
    this.at += length;
    return this.window.slice(from, from + length);
  }

  text(length: number): string {
    return strFromU8(this.bytes(length));
  }

  /** Passes over `length` bytes; gives where they begin. */
  skip(length: number): number {
    this.need(length);
    this.at += length;
    return this.at - length;
  }

  /** The bytes up to the next line feed, which is passed over. */
  line(): Uint8Array {
    const start = this.at;
    for (;;) {
      const from = this.ready(1);
      const found = this.window.indexOf(10, from);
      this.at = this.start + (found < 0 ? this.window.length : found);
      if (found >= 0) break;
      if (this.at - start > MOST_LINE)
        throw badBytes(this.source.name, start, `a line is over ${MOST_LINE} bytes long`);
    }
    const line = this.source.read(start, this.at - start);
    this.at += 1;
    return line;
  }

  /** Where in the window the next `length` bytes begin. */
  private ready(length: number): number {
    const from = this.at - this.start;
    if (from >= 0 && from + length <= this.window.length) return from;
    this.need(length);
    this.start = this.at;
    this.window = this.source.read(this.at, Math.min(WINDOW, this.left)) as Uint8Array<ArrayBuffer>;
    this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
    return 0;
  }

  private need(length: number): void {
    if (length <= this.left) return;
    const { name, size } = this.source;
    throw badBytes(name, this.at, `${length} bytes are announced, but the file ends at byte ${size}`);
  }
}
