import { badBytes, shown } from "../badBytes";
import { Known, NumpyArray, NumpyDtype, Tuple } from "./values";
import type { Fail, PickleValue } from "./values";

/** What may stand for a Python global, by "module name". */
export interface Globals {
  readonly known: ReadonlyMap<string, Known>;
  /** Fills what a known global gave; undefined when such a value takes no state. */
  build?(value: PickleValue, state: PickleValue, fail: Fail): void;
  /** What a persistent id stands for; without it such ids are refused. */
  persistent?(id: PickleValue, fail: Fail): PickleValue;
}

const MOST_STACK = 262_144;
const MOST_MEMORY_BASE = 48 * 2 ** 20;
const MEMORY_PER_BYTE = 4;
/** About what V8 takes for one of each. */
export const COST = {
  slot: 16,
  list: 48,
  dict: 200,
  entry: 56,
  text: 40,
  object: 120,
  memo: 16,
  sparseMemo: 56,
} as const;

const DO_NOT_TRUST = "do not open this file; ask its publisher for plain arrays";

/** The stack, marks and memo of a pickle machine, with everything it makes counted against the file's size. */
export class Machine {
  /** Where the opcode that is run stands. */
  at = 0;
  stopped = false;
  private readonly stack: PickleValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo: PickleValue[] = [];
  private memory: number;

  /** For failures at the present opcode. */
  readonly fail: Fail = (what, next) => {
    throw badBytes(this.name, this.at, what, next);
  };

  constructor(
    private readonly name: string,
    private readonly size: number,
    readonly globals: Globals,
  ) {
    this.memory = MOST_MEMORY_BASE + MEMORY_PER_BYTE * size;
  }

  get result(): PickleValue {
    return this.stack[0]!;
  }

  stop(): void {
    if (this.stack.length !== 1 || this.marks.length > 0) {
      this.fail(`the pickle ends with ${this.stack.length} values on its stack instead of one`);
    }
    this.stopped = true;
  }

  push(value: PickleValue, cost: number = COST.slot): void {
    if (this.stack.length >= MOST_STACK) this.fail(`the stack is over ${MOST_STACK} values deep`, DO_NOT_TRUST);
    this.spend(cost);
    this.stack.push(value);
  }

  pop(): PickleValue {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) this.fail("the stack is empty where a value is needed");
    return this.stack.pop()!;
  }

  /** The value on top, left there. */
  top(): PickleValue {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) this.fail("the stack is empty where a value is needed");
    return this.stack.at(-1)!;
  }

  mark(): void {
    if (this.marks.length >= MOST_STACK) this.fail(`there are over ${MOST_STACK} open marks`, DO_NOT_TRUST);
    this.spend(COST.slot);
    this.marks.push(this.stack.length);
  }

  get markOnTop(): boolean {
    return this.marks.at(-1) === this.stack.length;
  }

  /** Everything above the last mark, which goes too. */
  popToMark(): PickleValue[] {
    const from = this.marks.pop();
    return from === undefined ? this.fail("there is no mark on the stack") : this.stack.splice(from);
  }

  remember(index: number, value: PickleValue): void {
    // Every remembered value took an opcode, so that honest numbers stay below the bytes.
    if (!(index >= 0 && index <= this.size)) this.fail(`memo number ${index} is beyond the file's ${this.size} bytes`);
    this.spend(index > this.memo.length ? COST.sparseMemo : COST.memo);
    this.memo[index] = value;
  }

  get remembered(): number {
    return this.memo.length;
  }

  recall(index: number): void {
    const value = this.memo[index];
    if (value === undefined) return this.fail(`memo number ${index} was never given`);
    this.push(value);
  }

  spend(cost: number): void {
    this.memory -= cost;
    if (this.memory < 0) this.fail(`the pickle makes more values than its ${this.size} bytes can mean`, DO_NOT_TRUST);
  }

  /** The stand-in for a global. Throws for every other, naming it. */
  global(module: string, name: string): Known {
    const known = this.globals.known.get(`${module} ${name}`);
    return known ?? this.fail(`the pickle asks for ${shown(`${module}.${name}`)}, which is not run`, DO_NOT_TRUST);
  }

  /** Refuses an opcode that would make an object of a class. */
  refuse(what: string, of: PickleValue): never {
    const named = of instanceof Known ? of.name : typeof of === "string" ? of : "a value that is no class";
    return this.fail(`the pickle ${what} ${shown(named)}, which is not run`, DO_NOT_TRUST);
  }

  reduce(callable: PickleValue, args: PickleValue): void {
    if (!(callable instanceof Known) || !callable.call) return this.refuse("calls", callable);
    if (!(args instanceof Tuple)) return this.fail(`the arguments of ${callable.name} are not a tuple`);
    this.push(callable.call(args.items, this.fail), COST.object);
  }

  build(value: PickleValue, state: PickleValue): void {
    const takes = value instanceof NumpyArray || value instanceof NumpyDtype || value instanceof Map;
    if (!takes || !this.globals.build) {
      const what = value instanceof Known ? shown(value.name) : "a value that takes none";
      return this.fail(`the pickle sets the state of ${what}, which is not run`, DO_NOT_TRUST);
    }
    this.globals.build(value, state, this.fail);
  }

  persistent(id: PickleValue): void {
    if (!this.globals.persistent) {
      this.fail("the pickle refers to something outside of it by a persistent id", DO_NOT_TRUST);
    }
    this.push(this.globals.persistent!(id, this.fail), COST.object);
  }
}
