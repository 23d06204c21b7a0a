import { strFromU8 } from "fflate";

/** The words of a text between white space, one after another, straight from its bytes. */
export class Words {
  #at = 0;
  #line = 1;

  constructor(private readonly bytes: Uint8Array) {}

  /** The line of the word that comes next, from 1. */
  get line(): number {
    this.#skip();
    return this.#line;
  }

  /** Bytes that are left. */
  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Undefined at the end. */
  next(): string | undefined {
    this.#skip();
    const start = this.#at;
    while (this.#at < this.bytes.length && !isSpace(this.bytes[this.#at]!)) this.#at++;
    return this.#at === start ? undefined : strFromU8(this.bytes.subarray(start, Math.min(this.#at, start + 200)));
  }

  /** What stands in the rest of the line, a `{` at its end left for the next word. */
  restOfLine(): string {
    const start = this.#at;
    while (this.#at < this.bytes.length && this.bytes[this.#at] !== 0x0a && this.bytes[this.#at] !== 0x0d) this.#at++;
    const text = strFromU8(this.bytes.subarray(start, Math.min(this.#at, start + 2000)));
    const name = /^(.*?)\s*\{\s*$/.exec(text);
    if (name) this.#at = start + this.bytes.subarray(start, this.#at).lastIndexOf(0x7b);
    return (name?.[1] ?? text).trim();
  }

  #skip(): void {
    for (;;) {
      const byte = this.bytes[this.#at];
      if (byte === undefined || !isSpace(byte)) return;
      // A CR alone ends a line too, a CR before an LF does not end two.
      if (byte === 0x0a || (byte === 0x0d && this.bytes[this.#at + 1] !== 0x0a)) this.#line++;
      this.#at++;
    }
  }
}

function isSpace(byte: number): boolean {
  return byte <= 0x20;
}
