import { strFromU8 } from "fflate";
import type { ByteSource } from "../source";
import { badBytes, shown } from "./badBytes";
import { dtypeOf } from "./dtype";
import type { Dtype } from "./dtype";
import { littleEndian } from "./littleEndian";

export interface NpyHeader {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest. */
  readonly fortran: boolean;
  /** Where the numbers begin. */
  readonly dataAt: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MOST_HEADER = 64 * 1024;
const MOST_SIDES = 32;
/** Beyond it, products of sides are no exact numbers any more. */
const MOST_NUMBERS = 2 ** 50;

/** The header of a `.npy` file (NumPy's format, versions 1.0, 2.0 and 3.0). Throws HglError "data" with the byte for anything else. */
export function npyHeader(source: ByteSource): NpyHeader {
  const { name, size } = source;
  const start = source.read(0, Math.min(12, size));
  if (start.length < 12 || MAGIC.some((byte, i) => start[i] !== byte)) throw badBytes(name, 0, "this is no .npy array");
  const [major, minor] = [start[6]!, start[7]!];
  if (major < 1 || major > 3 || minor !== 0) {
    throw badBytes(name, 6, `version ${major}.${minor} of .npy is not known`, "save the array again with numpy.save");
  }
  const le = littleEndian(start);
  const length = major === 1 ? le.u16(8) : le.u32(8);
  const textAt = major === 1 ? 10 : 12;
  if (length > MOST_HEADER) throw badBytes(name, 8, `a header of ${length} bytes is over the limit of ${MOST_HEADER}`);
  if (textAt + length > size) throw badBytes(name, 8, `the header of ${length} bytes reaches beyond the file`);
  const fields = new Literal(strFromU8(source.read(textAt, length), true), name, textAt).fields();
  return { ...checkedFields(fields, name, textAt), dataAt: textAt + length };
}

type Value = string | boolean | readonly number[];

function checkedFields(fields: ReadonlyMap<string, Value>, name: string, at: number): Omit<NpyHeader, "dataAt"> {
  const fail = (what: string, next?: string): never => {
    throw badBytes(name, at, what, next);
  };
  const descr = fields.get("descr");
  const fortran = fields.get("fortran_order");
  const shape = fields.get("shape");
  if (fields.size !== 3 || descr === undefined || fortran === undefined || shape === undefined) {
    return fail(
      `the header has the fields ${[...fields.keys()].map(shown).join(", ")} instead of descr, fortran_order, shape`,
    );
  }
  if (typeof descr !== "string") return fail("`descr` is not the name of a type", "save the array as plain numbers");
  if (/O/.test(descr)) {
    return fail("the array holds Python objects, which would have to be run", "save it again as an array of numbers");
  }
  const dtype = dtypeOf(descr);
  if (!dtype) {
    return fail(
      `numbers of type ${shown(descr)} are not read`,
      "save the array again as float32 or a whole number's type",
    );
  }
  if (typeof fortran !== "boolean") return fail("`fortran_order` is neither True nor False");
  if (!Array.isArray(shape)) return fail("`shape` is not a tuple of numbers");
  const sides = shape as readonly number[];
  if (sides.length > MOST_SIDES) return fail(`${sides.length} axes are over the limit of ${MOST_SIDES}`);
  let product = 1;
  for (const side of sides) product *= Math.max(side, 1);
  if (product > MOST_NUMBERS) return fail(`the shape (${sides.join(", ")}) is larger than any file`);
  return { dtype, fortran, shape: sides };
}

/** The one Python literal a header is: a dict of names to text, True or False, or a tuple of whole numbers. Nothing is evaluated. */
class Literal {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly name: string,
    private readonly base: number,
  ) {}

  fields(): ReadonlyMap<string, Value> {
    const fields = new Map<string, Value>();
    this.expect(/\{/y, "{");
    while (!this.take(/\}/y)) {
      const key = this.string();
      if (fields.has(key)) this.fail(`the field ${shown(key)} stands twice`);
      this.expect(/:/y, ":");
      fields.set(key, this.value());
      if (this.take(/,/y)) continue;
      this.expect(/\}/y, "}");
      break;
    }
    this.take(/[ \n]*/y);
    if (this.at !== this.text.length) this.fail("the header goes on after its dict");
    return fields;
  }

  private value(): Value {
    if (this.take(/True\b/y)) return true;
    if (this.take(/False\b/y)) return false;
    if (this.take(/\(/y)) return this.tuple();
    return this.string();
  }

  private tuple(): readonly number[] {
    const numbers: number[] = [];
    while (!this.take(/\)/y)) {
      const digits = this.take(/\d{1,16}L?/y);
      if (digits === undefined) return this.fail("`shape` is not a tuple of numbers");
      numbers.push(Number.parseInt(digits, 10));
      if (this.take(/,/y)) continue;
      this.expect(/\)/y, ")");
      break;
    }
    return numbers;
  }

  private string(): string {
    const quoted = this.take(/'[^'\\\n]*'|"[^"\\\n]*"/y);
    return quoted === undefined ? this.fail("the header is not a dict of plain values") : quoted.slice(1, -1);
  }

  private expect(pattern: RegExp, what: string): void {
    if (this.take(pattern) === undefined) this.fail(`the header has no ${what} here`);
  }

  /** What the (sticky) pattern takes after blanks; undefined when it does not fit. */
  private take(pattern: RegExp): string | undefined {
    while (this.text[this.at] === " ") this.at++;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private fail(what: string): never {
    throw badBytes(this.name, this.base + this.at, what);
  }
}
