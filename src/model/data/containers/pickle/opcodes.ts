import type { Cursor } from "./cursor";
import { runLiteral } from "./literals";
import { COST } from "./machine";
import type { Machine } from "./machine";
import { runText } from "./textOpcodes";
import { Tuple } from "./values";
import type { PickleValue } from "./values";

/**
 * Runs one opcode of Python's pickle protocols 0 to 5 (pickletools); false when there is no such opcode. Literals and the text opcodes of
 * protocol 0 stand in files of their own; here is what works on the stack.
 */
export function runOpcode(code: number, machine: Machine, cursor: Cursor): boolean {
  const run = STACK_OPCODES[code];
  if (run) {
    run(machine, cursor);
    return true;
  }
  return runLiteral(code, machine, cursor) || runText(code, machine, cursor);
}

type Run = (machine: Machine, cursor: Cursor) => void;

const STACK_OPCODES: Readonly<Record<number, Run>> = {
  // PROTO
  0x80: (m, c) => {
    const protocol = c.u8();
    if (protocol > 5) m.fail(`pickle protocol ${protocol} is not known`, "write it again with protocol 5");
  },
  // FRAME: only a hint for readers, but a false one is a damaged file.
  0x95: (m, c) => {
    const length = c.u64();
    if (length > c.left) m.fail(`a frame of ${length} bytes is announced, ${c.left} are left`);
  },
  // STOP, MARK, POP, POP_MARK, DUP
  [ascii(".")]: (m) => m.stop(),
  [ascii("(")]: (m) => m.mark(),
  [ascii("0")]: (m) => void (m.markOnTop ? m.popToMark() : m.pop()),
  [ascii("1")]: (m) => void m.popToMark(),
  [ascii("2")]: (m) => m.push(m.top()),
  // Memo: BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  [ascii("q")]: (m, c) => m.remember(c.u8(), m.top()),
  [ascii("r")]: (m, c) => m.remember(c.u32(), m.top()),
  0x94: (m) => m.remember(m.remembered, m.top()),
  [ascii("h")]: (m, c) => m.recall(c.u8()),
  [ascii("j")]: (m, c) => m.recall(c.u32()),
  // EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3
  [ascii(")")]: (m) => m.push(new Tuple([]), COST.list),
  [ascii("t")]: (m) => pushTuple(m, m.popToMark()),
  0x85: (m) => pushTuple(m, popped(m, 1)),
  0x86: (m) => pushTuple(m, popped(m, 2)),
  0x87: (m) => pushTuple(m, popped(m, 3)),
  // EMPTY_LIST, LIST, APPEND, APPENDS
  [ascii("]")]: (m) => m.push([], COST.list),
  [ascii("l")]: (m) => {
    const items = m.popToMark();
    m.push(items, COST.list + COST.slot * items.length);
  },
  [ascii("a")]: (m) => append(m, [m.pop()]),
  [ascii("e")]: (m) => append(m, m.popToMark()),
  // EMPTY_DICT, DICT, SETITEM, SETITEMS
  [ascii("}")]: (m) => m.push(new Map(), COST.dict),
  [ascii("d")]: (m) => {
    const items = m.popToMark();
    m.push(new Map(), COST.dict);
    setItems(m, items);
  },
  [ascii("s")]: (m) => setItems(m, popped(m, 2)),
  [ascii("u")]: (m) => setItems(m, m.popToMark()),
  // EMPTY_SET, ADDITEMS, FROZENSET
  0x8f: (m) => m.push(new Set(), COST.dict),
  0x90: (m) => addItems(m, m.popToMark()),
  0x91: (m) => {
    const items = m.popToMark();
    m.push(new Set(), COST.dict);
    addItems(m, items);
  },
  // STACK_GLOBAL, REDUCE, BUILD
  0x93: (m) => {
    const [module, name] = popped(m, 2);
    if (typeof module !== "string" || typeof name !== "string") m.fail("a global's module or name is not text");
    m.push(m.global(module as string, name as string));
  },
  [ascii("R")]: (m) => {
    const [callable, args] = popped(m, 2);
    m.reduce(callable!, args!);
  },
  [ascii("b")]: (m) => {
    const state = m.pop();
    m.build(m.top(), state);
  },
  // BINPERSID
  [ascii("Q")]: (m) => m.persistent(m.pop()),
  // NEWOBJ, NEWOBJ_EX, OBJ
  0x81: (m) => m.refuse("makes an object of", popped(m, 2)[0]!),
  0x92: (m) => m.refuse("makes an object of", popped(m, 3)[0]!),
  [ascii("o")]: (m) => m.refuse("makes an object of", m.popToMark()[0] ?? null),
  // EXT1, EXT2, EXT4
  0x82: (m, c) => refuseExtension(m, c.u8()),
  0x83: (m, c) => refuseExtension(m, c.u16()),
  0x84: (m, c) => refuseExtension(m, c.u32()),
  // NEXT_BUFFER, READONLY_BUFFER
  0x97: (m) => m.fail("the pickle's arrays lie outside of it", "write it again without out-of-band buffers"),
  0x98: (m) => m.fail("the pickle's arrays lie outside of it", "write it again without out-of-band buffers"),
};

function ascii(character: string): number {
  return character.charCodeAt(0);
}

/** The topmost `count` values, lowest first. */
function popped(machine: Machine, count: number): PickleValue[] {
  return Array.from({ length: count }, () => machine.pop()).reverse();
}

function pushTuple(machine: Machine, items: readonly PickleValue[]): void {
  machine.push(new Tuple(items), COST.list + COST.slot * items.length);
}

function append(machine: Machine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!Array.isArray(list)) return machine.fail("something is appended to what is no list");
  machine.spend(COST.slot * items.length);
  for (const item of items) list.push(item);
}

function setItems(machine: Machine, items: readonly PickleValue[]): void {
  const dict = machine.top();
  if (!(dict instanceof Map)) return machine.fail("an item is set in what is no dict");
  if (items.length % 2 !== 0) return machine.fail("a dict's last key has no value");
  machine.spend((COST.entry * items.length) / 2);
  for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
}

function addItems(machine: Machine, items: readonly PickleValue[]): void {
  const set = machine.top();
  if (!(set instanceof Set)) return machine.fail("something is added to what is no set");
  machine.spend(COST.entry * items.length);
  for (const item of items) set.add(item);
}

function refuseExtension(machine: Machine, code: number): never {
  return machine.fail(`the pickle asks for extension ${code} of Python's copyreg, which is not run`);
}
