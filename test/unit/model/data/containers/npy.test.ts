import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8 } from "fflate";
import { memoryBytes } from "../../../../../src/model/data/containers/memoryBytes";
import { openNpy } from "../../../../../src/model/data/containers/npy";
import { openZip } from "../../../../../src/model/data/containers/zip";
import { containerSource, ramp, refuses } from "../../../../fixtures/data/containers";
import { joined, numbers } from "../../../../fixtures/data/zips";

const arrays = openZip(containerSource("arrays.npz"));
const entry = (name: string): ReturnType<typeof openNpy> => openNpy(arrays.bytes(`${name}.npy`));

for (const name of ["half", "single", "double", "bigEndian", "version2", "version3"]) {
  test(`NumPy's ${name} array comes back row by row`, () => {
    const array = entry(name);
    assert.deepEqual(array.shape, [2, 3, 4]);
    assert.equal(array.rowSize, 12);
    assert.deepEqual([...array.rows(0, 2)], ramp(24));
    assert.deepEqual([...array.rows(1, 2)], ramp(24).slice(12));
  });
}

test("an array in Fortran's order comes back row-major", () => {
  const array = entry("fortran");
  assert.deepEqual([...array.rows(0, 2)], ramp(24));
  assert.deepEqual([...array.rows(1, 2)], ramp(24).slice(12));
  assert.deepEqual([...array.rows(1, 1)], []);
});

for (const kind of ["i", "u"]) {
  for (const size of [1, 2, 4, 8]) {
    test(`whole numbers of ${size} bytes, ${kind === "i" ? "with" : "without"} a sign`, () => {
      const first = kind === "i" ? -12 : 0;
      assert.deepEqual(
        [...entry(`${kind}${size}`).rows(0, 2)],
        Array.from({ length: 24 }, (_, i) => i + first),
      );
    });
  }
}

test("booleans, a single number and no number at all", () => {
  assert.deepEqual([...entry("bool").rows(0, 1)], [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  assert.deepEqual([...entry("scalar").rows(0, 1)], [1.5]);
  assert.deepEqual(entry("empty").shape, [0, 3]);
  assert.equal(entry("empty").rows(0, 0).length, 0);
});

/** A file with this header text and these many bytes after it. */
function npy(text: string, bytes = 0, version = 1): Uint8Array {
  const length = numbers([text.length, version === 1 ? 2 : 4]);
  return joined([
    Uint8Array.of(0x93),
    strToU8("NUMPY"),
    Uint8Array.of(version, 0),
    length,
    strToU8(text),
    new Uint8Array(bytes),
  ]);
}

const fields = (shape: string, descr = "'<f4'", order = "False"): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

const HOSTILE: readonly (readonly [what: string, bytes: Uint8Array, sentence: RegExp])[] = [
  ["objects", npy(fields("(1,)", "'|O'"), 8), /holds Python objects/],
  ["text", npy(fields("(1,)", "'<U1'"), 4), /numbers of type "<U1" are not read/],
  ["complex numbers", npy(fields("(1,)", "'<c8'"), 8), /type "<c8"/],
  ["a structure", npy(fields("(1,)", "[('a', '<f4')]"), 4), /not a dict of plain values/],
  [
    "a shape larger than memory",
    npy(fields("(1000000000, 1000000)"), 4),
    /shape \(1000000000, 1000000\) needs 4000000000000000 bytes, 4 are there/,
  ],
  ["a shape beyond numbers", npy(fields("(9999999999999999, 9999999999999999)")), /larger than any file/],
  ["a shape that overflows to nothing", npy(fields(`(${"4294967296, ".repeat(8)})`)), /larger than any file/],
  ["a negative side", npy(fields("(-1,)")), /`shape` is not a tuple of numbers/],
  ["many axes", npy(fields(`(${"1, ".repeat(40)})`), 4), /40 axes/],
  ["bytes too few", npy(fields("(3,)"), 8), /needs 12 bytes, 8 are there/],
  ["bytes too many", npy(fields("(3,)"), 16), /needs 12 bytes, 16 are there/],
  ["a call", npy(fields("__import__('os').system('x')")), /not a dict of plain values/],
  ["an expression", npy(fields("(1+1,)")), /has no \) here/],
  ["a field twice", npy("{'descr': '<f4', 'descr': '<f4'}"), /"descr" stands twice/],
  ["a field more", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': True}", 4), /"x" instead of descr/],
  ["a field less", npy("{'descr': '<f4', 'shape': ()}", 4), /instead of descr/],
  ["an order that is text", npy(fields("()", "'<f4'", "'False'"), 4), /neither True nor False/],
  ["something after the dict", npy(`${fields("()")} + 1`, 4), /goes on after its dict/],
  ["an endless header", npy("", 0, 2).fill(255, 8, 12), /header of 4294967295 bytes is over the limit/],
  ["a header beyond the file", npy("", 20).fill(255, 8, 10), /reaches beyond the file/],
  ["another version", npy(fields("()"), 4, 4), /version 4\.0/],
  ["another file", strToU8("PK and so on, a zip perhaps"), /no \.npy array/],
  ["nothing", new Uint8Array(0), /no \.npy array/],
];

for (const [what, bytes, sentence] of HOSTILE) {
  test(`refused: ${what}`, () => refuses(() => openNpy(memoryBytes("x.npy", bytes)), sentence));
}

test("NumPy's own arrays of objects and of text are refused", () => {
  refuses(() => entry("object"), /arrays\.npz, entry object\.npy, byte 10: the array holds Python objects/);
  refuses(() => entry("text"), /"<U1"/);
});

test("rows beyond the array, and more of them than memory should hold, are refused", () => {
  refuses(() => entry("single").rows(1, 3), /there are 2 rows/);
  const header = npy(fields("(9, 2000000)"));
  const size = header.length + 72_000_000;
  const long = { name: "x.npy", size, read: (at: number, length: number) => header.slice(at, at + length) };
  refuses(() => openNpy(long).rows(0, 9), /9 rows of 2000000 numbers are more than/);
});
