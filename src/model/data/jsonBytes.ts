import { strFromU8 } from "fflate";

/** Says what is wrong with a file; throws HglError "data" with the file's name. */
export type Fail = (what: string, next?: string) => never;

const MOST_DEPTH = 200;
const MOST_STRING = 2 ** 16;
/** Whole numbers below it, and powers of ten up to the 22nd, are exact, so that their quotient is the nearest double. */
const EXACT = 2 ** 53;
const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);

const [QUOTE, MINUS, PLUS, DOT, ZERO, NINE] = [0x22, 0x2d, 0x2b, 0x2e, 0x30, 0x39];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA, COLON, BACKSLASH] = [0x5b, 0x5d, 0x7b, 0x7d, 0x2c, 0x3a, 0x5c]; // prettier-ignore

/**
 * Reads JSON value by value straight from bytes, so that a large file never stands in memory as objects. Every value must be
 * read or skipped by whoever asked for its list or object. Python's NaN and Infinity are numbers here, not finite ones.
 */
export class JsonBytes {
  #at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly fail: Fail,
  ) {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  /** What the next value is by its first byte. */
  kind(): "list" | "object" | "string" | "number" | "word" | "nothing" {
    const byte = this.#next();
    if (byte === OPEN_LIST) return "list";
    if (byte === OPEN_OBJECT) return "object";
    if (byte === QUOTE) return "string";
    if (byte === undefined) return "nothing";
    // -Infinity, NaN and Infinity go with the numbers.
    return byte === MINUS || isDigit(byte) || byte === 0x4e || byte === 0x49 ? "number" : "word";
  }

  /** Calls `each` at every item, which it must read; gives their number. The next value must be a list. */
  list(each: (index: number) => void): number {
    this.#take(OPEN_LIST, "[");
    if (this.#skipIf(CLOSE_LIST)) return 0;
    for (let index = 0; ; index++) {
      each(index);
      if (this.#skipIf(CLOSE_LIST)) return index + 1;
      this.#take(COMMA, ", or ]");
    }
  }

  /** Calls `each` at every value, which it must read. The next value must be an object. */
  object(each: (key: string) => void): void {
    this.#take(OPEN_OBJECT, "{");
    if (this.#skipIf(CLOSE_OBJECT)) return;
    for (;;) {
      const key = this.string();
      this.#take(COLON, ":");
      each(key);
      if (this.#skipIf(CLOSE_OBJECT)) return;
      this.#take(COMMA, ", or }");
    }
  }

  /** The next value must be a string. */
  string(): string {
    this.#take(QUOTE, 'a string in "');
    const start = this.#at - 1;
    let escaped = false;
    for (;;) {
      const byte = this.bytes[this.#at++];
      if (byte === undefined) return this.#broken("a string never ends");
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        escaped = true;
        this.#at++;
      } else if (byte < 0x20) return this.#broken("a string holds a control character");
      if (this.#at - start > MOST_STRING) return this.#broken(`a string is longer than ${MOST_STRING} bytes`);
    }
    if (!escaped) return strFromU8(this.bytes.subarray(start + 1, this.#at - 1));
    try {
      return JSON.parse(strFromU8(this.bytes.subarray(start, this.#at))) as string;
    } catch {
      return this.#broken("a string has an escape that does not exist");
    }
  }

  /** A number, NaN and infinities included; undefined, and nothing read, when the next value is none. */
  number(): number | undefined {
    if (this.kind() !== "number") return undefined;
    const start = this.#at;
    if (this.bytes[this.#at] === MINUS) this.#at++;
    const negative = this.#at > start;
    const from = this.#at;
    if (!isDigit(this.bytes[from])) return this.#notFinite(start, negative);
    let whole = this.#digits(0);
    // A second digit after a leading zero would be octal to some; it is no JSON.
    if (this.bytes[from] === ZERO && this.#at > from + 1) return this.#broken("a number begins with 0");
    let places = 0;
    if (this.bytes[this.#at] === DOT) {
      const point = ++this.#at;
      whole = this.#digits(whole);
      places = this.#at - point;
      if (places === 0) return this.#broken("a number ends at its point");
    }
    if (((this.bytes[this.#at] ?? 0) | 0x20) === 0x65) return this.#withExponent(start);
    if (whole < EXACT && places < POWERS.length) return (negative ? -whole : whole) / POWERS[places]!;
    return this.#slowNumber(start);
  }

  /** True, false or null; undefined, and nothing read, when the next value is none of them. */
  word(): boolean | null | undefined {
    for (const [text, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.kind() === "word" && this.#follows(text)) {
        this.#at += text.length;
        return value;
      }
    }
    return undefined;
  }

  /** Reads over a value, whatever it is. */
  skip(depth = 0): void {
    if (depth > MOST_DEPTH) this.#broken("lists and objects are nested too deeply");
    const kind = this.kind();
    if (kind === "list") this.list(() => this.skip(depth + 1));
    else if (kind === "object") this.object(() => this.skip(depth + 1));
    else if (kind === "string") this.string();
    else if (kind === "number") this.number();
    else if (this.word() === undefined) this.#broken("a value is missing");
  }

  /** How the next value looks, for an error; reads nothing. */
  shown(): string {
    if (this.#next() === undefined) return "nothing";
    const text = strFromU8(this.bytes.subarray(this.#at, this.#at + 40));
    return /^"[^"]*"|^[^\s,\]}]+/.exec(text)?.[0] ?? text.slice(0, 1);
  }

  /** Refuses anything but white space after the value. */
  end(): void {
    if (this.#next() !== undefined) this.#broken("something stands after its end");
  }

  #digits(value: number): number {
    let byte = this.bytes[this.#at];
    while (byte !== undefined && byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
      byte = this.bytes[++this.#at];
    }
    return value;
  }

  #withExponent(start: number): number {
    this.#at++;
    const sign = this.bytes[this.#at];
    if (sign === MINUS || sign === PLUS) this.#at++;
    const from = this.#at;
    this.#digits(0);
    return this.#at === from ? this.#broken("a number has an empty exponent") : this.#slowNumber(start);
  }

  #slowNumber(start: number): number {
    if (this.#at - start > MOST_STRING) this.#broken("a number has no end");
    return Number(strFromU8(this.bytes.subarray(start, this.#at), true));
  }

  #notFinite(start: number, negative: boolean): number {
    for (const [text, value] of [
      ["NaN", NaN],
      ["Infinity", negative ? -Infinity : Infinity],
    ] as const) {
      if (this.#follows(text)) {
        this.#at += text.length;
        return value;
      }
    }
    this.#at = start;
    return this.#broken("this is no value");
  }

  #follows(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.#at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #take(byte: number, wanted: string): void {
    if (this.#next() !== byte) this.#broken(`${wanted} is missing`);
    this.#at++;
  }

  #skipIf(byte: number): boolean {
    if (this.#next() !== byte) return false;
    this.#at++;
    return true;
  }

  /** The next byte that is no white space. */
  #next(): number | undefined {
    let byte = this.bytes[this.#at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.bytes[++this.#at];
    return byte;
  }

  #broken(what: string): never {
    return this.fail(`the file is not JSON: ${what} at byte ${Math.min(this.#at, this.bytes.length)}`);
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
