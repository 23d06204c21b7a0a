import assert from "node:assert/strict";
import { test } from "node:test";
import { keyPlace } from "../../../../src/notebook/language/keyPlace";
import { textAt } from "./marked";

const CELL = `model #net # the small one
preset: hglnet-s
# widths: [1]
widths: [32, 32,
  48]
gtaHeads : 2
strides:
  - 1
  - 2 # halves
  - 1
`;

test("a key, an item of a list, and in their absence the preset or the first line", () => {
  const cases: [string, string, number][] = [
    ["gtaHeads", "gtaHeads", 5],
    ["widths", "widths", 3],
    ["widths.2", "48", 4],
    ["widths.9", "widths", 3],
    ["strides.1", "2", 8],
    ["preset", "preset", 1],
    ["gsm", "preset", 1],
    ["gsm.0", "preset", 1],
  ];
  for (const [key, text, line] of cases) {
    const place = keyPlace(CELL, key);
    assert.deepEqual([textAt(CELL, place), CELL.slice(0, place.offset).split("\n").length - 1], [text, line], key);
  }
  for (const source of ["model #net", "model #net\nkernel: 3", "", "model #net\n[", "model #net\nkernel: ["])
    assert.deepEqual(keyPlace(source, "gsm"), { offset: 0, length: 0 }, source);
  assert.equal(
    textAt("model #net\r\n{ preset: hglnet, gsm: S }", keyPlace("model #net\r\n{ preset: hglnet, gsm: S }", "gsm")),
    "gsm",
  );
});
