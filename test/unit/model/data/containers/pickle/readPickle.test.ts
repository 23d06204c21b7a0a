import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { memoryBytes } from "../../../../../../src/model/data/containers/memoryBytes";
import { arrayNumbers } from "../../../../../../src/model/data/containers/pickle/arrayNumbers";
import { NUMPY_GLOBALS } from "../../../../../../src/model/data/containers/pickle/numpyGlobals";
import { readPickle } from "../../../../../../src/model/data/containers/pickle/readPickle";
import { torchGlobals } from "../../../../../../src/model/data/containers/pickle/torchGlobals";
import {
  NumpyArray,
  PickledBytes,
  PickledText,
  Tuple,
} from "../../../../../../src/model/data/containers/pickle/values";
import type { PickleValue } from "../../../../../../src/model/data/containers/pickle/values";
import { containerSource, ramp, refuses } from "../../../../../fixtures/data/containers";
import { CANARY, hostileCalls, pickle, text } from "../../../../../fixtures/data/pickles";
import type { Part } from "../../../../../fixtures/data/pickles";
import { numbers } from "../../../../../fixtures/data/zips";

const read = (...parts: readonly Part[]): PickleValue =>
  readPickle(memoryBytes("x.pkl", pickle(...parts)), NUMPY_GLOBALS);

for (const name of [...[0, 1, 2, 3, 4, 5].map((protocol) => `ntu_3d_protocol${protocol}`), "ntu_3d_numpy1"]) {
  test(`Python's ${name}.pkl comes back with its names and numbers`, () => {
    const source = containerSource(`${name}.pkl`);
    const root = readPickle(source, NUMPY_GLOBALS) as Map<string, PickleValue>;
    assert.deepEqual([...root.keys()], ["split", "annotations"]);
    const names = ["S001C001P001R001A001", "S001C002P003R001A002", "S002C003P008R002A060"];
    assert.deepEqual((root.get("split") as Map<string, PickleValue>).get("xsub_train"), names.slice(0, 2));
    const annotations = root.get("annotations") as Map<string, PickleValue>[];
    annotations.forEach((annotation, at) => {
      assert.equal(annotation.get("frame_dir"), names[at]);
      assert.equal(annotation.get("label"), [0, 1, 59][at]);
      const array = annotation.get("keypoint");
      assert.ok(array instanceof NumpyArray);
      const frames = [4, 4, 20][at]!;
      assert.deepEqual(array.shape, [2, frames, 25, 3]);
      assert.deepEqual([...arrayNumbers(source, array)], ramp(2 * frames * 75));
    });
  });
}

test("long byte strings and texts stay in the file", () => {
  const long = new Uint8Array(100_000).fill(65);
  const bytes = read("\x80\x03B", numbers([long.length, 4]), long, ".");
  assert.ok(bytes instanceof PickledBytes);
  assert.deepEqual([bytes.at, bytes.length, bytes.held], [7, 100_000, undefined]);
  const words = read("X", numbers([long.length, 4]), long, ".");
  assert.ok(words instanceof PickledText);
  // Nothing but structure is asked of the source.
  let asked = 0;
  const bits = pickle("\x80\x05\x8e", numbers([2 ** 30, 8]));
  const source = {
    name: "large.pkl",
    size: bits.length + 2 ** 30 + 1,
    read(at: number, length: number) {
      asked += length;
      const out = new Uint8Array(length);
      out.set(bits.subarray(at, at + length));
      if (at + length === this.size) out[length - 1] = 46;
      return out;
    },
  };
  assert.ok(readPickle(source, NUMPY_GLOBALS) instanceof PickledBytes);
  assert.ok(asked < 200_000, `${asked} bytes were read`);
});

const plain = (value: PickleValue): unknown =>
  value instanceof Tuple ? { tuple: value.items.map(plain) } : Array.isArray(value) ? value.map(plain) : value;

const VALUES: readonly (readonly [what: string, parts: readonly Part[], value: unknown])[] = [
  ["None, True and False", ["(N\x88\x89l."], [null, true, false]],
  ["booleans of protocol 0", ["(I01\nI00\nl."], [true, false]],
  ["whole numbers", ["(K\xffM\x39\x30J\xff\xff\xff\xffI-7\nL12L\nl."], [255, 12345, -1, -7, 12]],
  [
    "long whole numbers",
    ["(\x8a\x00\x8a\x01\xff\x8a\x02\x00\x80\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fl."],
    [0, -1, -32768, 2n ** 63n - 1n],
  ],
  ["decimal numbers", ["(G\x3f\xf8\0\0\0\0\0\0F-2.5e3\nFinf\nl."], [1.5, -2500, Infinity]],
  [
    "texts",
    ["(", text("häus"), "\x8c\x01a", "Vb\\u00e4\\u4e2d\\U0001f600\\x\n", "S'it\\'s \\x41\\n'\n", "U\x02\xe4z", "l."],
    ["häus", "a", "bä中😀\\x", "it's A\n", "äz"],
  ],
  ["lists, appended and at once", ["](K\x01K\x02eK\x03a."], [1, 2, 3]],
  [
    "a dict of protocol 0",
    ["(K\x01N", "d", "K\x02Ns."],
    new Map([
      [1, null],
      [2, null],
    ]),
  ],
  [
    "a dict of protocol 1",
    ["}(K\x01K\x02K\x03K\x04u."],
    new Map([
      [1, 2],
      [3, 4],
    ]),
  ],
  ["sets", ["\x8f(K\x01K\x02K\x01\x90."], new Set([1, 2])],
  ["a frozen set", ["(K\x01\x91."], new Set([1])],
  ["an ordered dict", ["ccollections\nOrderedDict\n)RK\x01K\x02s."], new Map([[1, 2]])],
];

for (const [what, parts, value] of VALUES) {
  test(`read: ${what}`, () => assert.deepEqual(plain(read(...parts)), value));
}

test("read: tuples within tuples, memo and dropped values", () => {
  assert.deepEqual(plain(read("K\x01\x85K\x02K\x03\x86\x86.")), { tuple: [{ tuple: [1] }, { tuple: [2, 3] }] });
  assert.deepEqual(plain(read("(]q\0h\0p5\ng5\nl.")), [[], [], []]);
  assert.deepEqual(plain(read("K\x01(K\x02K\x031.")), 1);
  assert.deepEqual(plain(read("K\x01K\x02200.")), 1);
  assert.deepEqual(read("ccollections\nOrderedDict\n((lK\x01K\x02\x86atR."), new Map([[1, 2]]));
});

const calls = hostileCalls();

test("there are more than 200 hostile calls", () => assert.ok(calls.length >= 200, `${calls.length}`));

for (const { what, bytes, names, at } of calls) {
  test(`refused by name: ${what}`, () => {
    for (const globals of [NUMPY_GLOBALS, torchGlobals(false)]) {
      refuses(
        () => readPickle(memoryBytes("x.pkl", bytes), globals),
        new RegExp(`^x\\.pkl, byte ${at}: .*"${names.replaceAll(".", "\\.")}", which is not run`),
      );
    }
    assert.ok(!existsSync(CANARY), "it was run");
  });
}

const OTHERS: readonly (readonly [what: string, parts: readonly Part[], sentence: RegExp])[] = [
  ["an object of a known class", ["cnumpy\nndarray\n)\x81."], /byte 16.*makes an object of "numpy\.ndarray"/],
  ["an object with keywords", ["cnumpy\nndarray\n)}\x92."], /makes an object of "numpy\.ndarray"/],
  ["a known class that is only passed on", ["cnumpy\nndarray\n)R."], /calls "numpy\.ndarray"/],
  ["a call of text", [text("os.system"), ")R."], /calls "os\.system"/],
  ["a call of a call's result", ["ccollections\nOrderedDict\n)R)R."], /calls "a value that is no class"/],
  ["a state on a class", ["ccollections\nOrderedDict\n}b."], /sets the state of "collections\.OrderedDict"/],
  ["a state on a list", ["]}b."], /sets the state of a value that takes none/],
  ["attributes of a dict", ["ccollections\nOrderedDict\n)R(K\x01K\x02tb."], /a dict's state is no dict/],
  ["the extension registry, 1 byte", ["\x82\x07."], /extension 7 of Python's copyreg/],
  ["the extension registry, 2 bytes", ["\x83\x07\x01."], /extension 263/],
  ["the extension registry, 4 bytes", ["\x84\x07\0\0\x01."], /extension 16777223/],
  ["a persistent id", ["Pevil\n."], /persistent id/],
  ["a persistent id from the stack", ["K\x01Q."], /persistent id/],
  ["buffers outside", ["\x80\x05\x97."], /out-of-band buffers/],
  ["read-only buffers outside", ["\x80\x05\x98."], /out-of-band buffers/],
  ["a protocol to come", ["\x80\x06N."], /protocol 6/],
  ["no opcode", ["\xff."], /byte 255 .* is no opcode/],
  [
    "an array of another class",
    ["cnumpy.core.multiarray\n_reconstruct\n(ccollections\nOrderedDict\n)", "S'b'\ntR."],
    /another kind than numpy\.ndarray/,
  ],
  ["a type of objects", ["cnumpy\ndtype\n(S'O8'\nI00\nI01\ntR."], /numbers of type "O8"/],
  ["a structured type", ["cnumpy\ndtype\n(S'f4'\nI00\nI01\ntR(K\x03S'<'\nN(S'a'\ntNtb."], /a type has parts/],
  ["another code of text", ["c_codecs\nencode\n(S'x'\nS'rot13'\ntR."], /another code than latin1/],
  ["bytes made of a count", ["cbuiltins\nbytes\n(J\xff\xff\xff\x7ftR."], /bytes are made of something/],
  ["a global that is no text", ["K\x01K\x02\x93."], /module or name is not text/],
];

for (const [what, parts, sentence] of OTHERS) test(`refused: ${what}`, () => refuses(() => read(...parts), sentence));

const SIZES: readonly (readonly [what: string, parts: readonly Part[], sentence: RegExp])[] = [
  ["bytes beyond the file", ["B\xff\xff\xff\xff."], /4294967295 bytes are announced, but the file ends at byte 6/],
  ["bytes beyond numbers", ["\x8e\xff\xff\xff\xff\xff\xff\xff\xff."], /are announced/],
  ["text beyond the file", ["X\xff\xff\xff\x7f."], /are announced/],
  ["a byte array beyond the file", ["\x96\0\0\0\0\0\x01\0\0."], /are announced/],
  ["a whole number of gigabytes", ["\x8b\xff\xff\xff\x7f."], /whole number of 2147483647 bytes/],
  ["a whole number of less than none", ["\x8b\xff\xff\xff\xff."], /whole number of -1 bytes/],
  ["a number of a million digits", [`I${"9".repeat(1_000_000)}\n.`], /is no whole number/],
  ["a frame beyond the file", ["\x80\x04\x95\xff\xff\xff\xff\0\0\0\0N."], /a frame of 4294967295 bytes/],
  ["a memo number beyond the file", ["Nr\xff\xff\xff\xff."], /memo number 4294967295 is beyond/],
  ["a memo number in text", ["Np999999999999\n."], /memo number 999999999999 is beyond/],
  ["a memo number that is none", ["Np-1\n."], /no memo number/],
  ["a memo number never given", ["h\x05."], /memo number 5 was never given/],
  ["lists within lists", ["]".repeat(300_000), "."], /stack is over 262144 values deep/],
  ["marks within marks", ["(".repeat(300_000), "."], /over 262144 open marks/],
  ["copies of a value", ["N", "2".repeat(300_000), "."], /stack is over/],
  ["dicts by the million", ["](", "}0".repeat(1_000_000), "e."], /more values than its 2000004 bytes can mean/],
  ["a line without an end", ["Vabc"], /are announced, but the file ends/],
  ["a pickle without an end", ["N"], /ends before its last opcode/],
  ["nothing", [], /ends before its last opcode/],
  ["nothing on the stack", ["."], /0 values on its stack/],
  ["two values", ["NN."], /2 values on its stack/],
  ["an open mark", ["(N."], /1 values on its stack/],
  ["a mark that is not there", ["Nt."], /no mark on the stack/],
  ["values under a mark", ["N(0" + "a."], /empty where a value/],
  ["more after the end", ["N.N"], /1 bytes follow the end/],
  ["appending to a number", ["K\x01K\x02a."], /appended to what is no list/],
  ["an item of a list", ["]K\x01K\x02s."], /set in what is no dict/],
  ["adding to a list", ["](K\x01\x90."], /added to what is no set/],
  ["a key without a value", ["(K\x01d."], /no value/],
  ["a decimal that is a word", ["Fimport os\n."], /is no number/],
  ["a text without quotes", ["Sos.system\n."], /not in quotes/],
  ["an escape that is none", ["S'\\q'\n."], /no escape/],
];

for (const [what, parts, sentence] of SIZES) test(`refused: ${what}`, () => refuses(() => read(...parts), sentence));
