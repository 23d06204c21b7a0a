import { HglError } from "../../../common/errors";

const LINE_FEED = 10;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const SMALL_E = 101;
/** Powers of ten that a double holds exactly: with a mantissa below 10^15, one multiplication or division rounds correctly (Clinger 1990). */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const LARGEST_MANTISSA = 1e15 - 1;
const QUOTED = 60;

/**
 * Lines of fields between blanks, read forward and never as one string: a `.skeleton` file is mostly numbers that nobody needs. Every line is
 * begun by `next` and left by `end`; whatever is wrong is an HglError "data" with file and line.
 */
export class FieldLines {
  private readonly bytes: Uint8Array;
  private at = 0;
  private lineStart = 0;
  private line = 0;

  constructor(
    bytes: Uint8Array,
    private readonly file: string,
  ) {
    // Every loop below stops at a line's end, so the last line must have one.
    this.bytes = bytes.at(-1) === LINE_FEED ? bytes : withLineFeed(bytes);
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Goes to the start of the next line; false at the end of the file. */
  next(): boolean {
    if (this.at >= this.bytes.length) return false;
    this.line++;
    this.lineStart = this.at;
    return true;
  }

  /** Throws HglError "data": the file ends where `what` should follow. */
  endsBefore(what: string): never {
    const next = "it is cut short: fetch it again";
    throw new HglError({ code: "data", where: this.file, what: `ends after line ${this.line}, before ${what}`, next });
  }

  /** Leaves the line, which must hold exactly `count` more fields; what they say is not looked at. */
  end(count: number): void {
    const { bytes } = this;
    let at = this.at;
    let fields = 0;
    for (;;) {
      while (bytes[at]! <= SPACE && bytes[at] !== LINE_FEED) at++;
      if (bytes[at] === LINE_FEED) break;
      fields++;
      while (bytes[at]! > SPACE) at++;
    }
    if (fields !== count) this.fail(`has ${fields - count > 0 ? "more" : "fewer"} fields than it should`);
    this.at = at + 1;
  }

  /** The next field as a finite number, rounded as `Number` rounds it. */
  decimal(): number {
    const { bytes } = this;
    const start = this.skipBlanks();
    let at = start;
    let byte = bytes[at]!;
    if (byte === MINUS || byte === PLUS) byte = bytes[++at]!;
    const first = at;
    let mantissa = 0;
    while (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      byte = bytes[++at]!;
    }
    let digits = at - first;
    let exponent = 0;
    if (byte === POINT) {
      byte = bytes[++at]!;
      const point = at;
      while (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        byte = bytes[++at]!;
      }
      exponent = point - at;
      digits += at - point;
    }
    if (digits === 0) this.failAt(start, "a number");
    if ((byte | 32) === SMALL_E) {
      byte = bytes[++at]!;
      const negative = byte === MINUS;
      if (negative || byte === PLUS) byte = bytes[++at]!;
      if (byte < ZERO || byte > NINE) this.failAt(start, "a number");
      let power = 0;
      while (byte >= ZERO && byte <= NINE) {
        power = power * 10 + (byte - ZERO);
        byte = bytes[++at]!;
      }
      exponent += negative ? -power : power;
    }
    if (byte > SPACE) this.failAt(start, "a number");
    this.at = at;
    if (mantissa > LARGEST_MANTISSA || exponent < -22 || exponent > 22) return this.unusual(start, at);
    const size = exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!;
    return bytes[start] === MINUS ? -size : size;
  }

  /** The next field as a whole number without a sign, below 10^9; `what` it counts. */
  count(what: string): number {
    const digits = this.digits(what, 9);
    return Number(digits);
  }

  /** The next field as digits, at most `most` of them: what is too long for a number that computes. */
  digits(what: string, most: number): string {
    const start = this.skipBlanks();
    let at = start;
    let text = "";
    while (this.bytes[at]! >= ZERO && this.bytes[at]! <= NINE && at - start <= most) {
      text += String.fromCharCode(this.bytes[at++]!);
    }
    if (text === "" || text.length > most || this.bytes[at]! > SPACE) this.failAt(start, what);
    this.at = at;
    return text;
  }

  /** Throws unless nothing but blanks is left. */
  finish(): void {
    while (this.next()) {
      const start = this.skipBlanks();
      if (this.bytes[start] !== LINE_FEED) this.fail("comes after the last frame that the file says it has");
      this.at = start + 1;
    }
  }

  /** Throws HglError "data": the current line `has` this wrong with it. */
  fail(wrong: string): never {
    let end = this.lineStart;
    while (this.bytes[end] !== LINE_FEED) end++;
    const where = `${this.file}, line ${this.line}`;
    const next = "fetch the file again, or leave it out";
    throw new HglError({ code: "data", where, what: `${this.quote(this.lineStart, end)} ${wrong}`, next });
  }

  private failAt(start: number, expected: string): never {
    let end = start;
    while (this.bytes[end]! > SPACE) end++;
    if (end === start) this.fail(`lacks ${expected}`);
    const where = `${this.file}, line ${this.line}`;
    const next = "fetch the file again, or leave it out";
    throw new HglError({ code: "data", where, what: `${this.quote(start, end)} is not ${expected}`, next });
  }

  private skipBlanks(): number {
    const { bytes } = this;
    let at = this.at;
    while (bytes[at]! <= SPACE && bytes[at] !== LINE_FEED) at++;
    return at;
  }

  /** What one rounding cannot give; the field's form is checked already. */
  private unusual(start: number, end: number): number {
    let text = "";
    for (let at = start; at < end; at++) text += String.fromCharCode(this.bytes[at]!);
    const value = Number(text);
    if (!Number.isFinite(value)) this.failAt(start, "a number that can be computed with");
    return value;
  }

  private quote(start: number, end: number): string {
    const shown = Array.from(this.bytes.subarray(start, Math.min(end, start + QUOTED)), (byte) =>
      byte >= SPACE && byte < 127 ? String.fromCharCode(byte) : byte < SPACE ? " " : "?",
    );
    return `"${shown.join("").trim()}${end - start > QUOTED ? " …" : ""}"`;
  }
}

function withLineFeed(bytes: Uint8Array): Uint8Array {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  longer[bytes.length] = LINE_FEED;
  return longer;
}
