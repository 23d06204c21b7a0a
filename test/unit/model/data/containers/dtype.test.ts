import assert from "node:assert/strict";
import { test } from "node:test";
import { dtypeOf, numbersOf } from "../../../../../src/model/data/containers/dtype";

test("half precision: ordinary, smallest, largest, infinite and no numbers", () => {
  const bits = [0x3c00, 0xc000, 0x0001, 0x0400, 0x7bff, 0x7c00, 0xfc00, 0x8000];
  const values = [1, -2, 2 ** -24, 2 ** -14, 65504, Infinity, -Infinity, -0];
  const little = Uint8Array.from(bits.flatMap((word) => [word & 255, word >> 8]));
  const big = Uint8Array.from(bits.flatMap((word) => [word >> 8, word & 255]));
  assert.deepEqual([...numbersOf(little, dtypeOf("<f2")!)], values);
  assert.deepEqual([...numbersOf(big, dtypeOf(">f2")!)], values);
  assert.ok(Number.isNaN(numbersOf(Uint8Array.of(1, 0x7c), dtypeOf("<f2")!)[0]));
});

for (const text of ["O", "|O8", "<c8", "<U4", "<f16", "<f3", "b2", "", "<f4 ", "V8"]) {
  test(`"${text}" is no type of plain numbers`, () => assert.equal(dtypeOf(text), undefined));
}
