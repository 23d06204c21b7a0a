import assert from "node:assert/strict";
import { test } from "node:test";
import { FieldLines } from "../../../../../src/model/data/ntu/lines";
import { bytesOf } from "../../../../fixtures/data/skeletonText";

function linesOf(text: string): FieldLines {
  const lines = new FieldLines(bytesOf(text), "a.skeleton");
  lines.next();
  return lines;
}

test("decimals are rounded as Number rounds them", () => {
  for (const text of [
    ...["0", "-0", "+1", "1.", ".5", "-.25", "0.2181153", "3.785547", "-0.05349901", "1036.233"],
    ...["5.960464E-08", "1e22", "1e-22", "1E+5", "1e23", "8.5e-23", "2.2250738585072014e-308", "5e-324", "1e-400"],
    ...[
      "999999999999999",
      "9007199254740993",
      "0.1000000000000000055511151231257827",
      "123456789012345678901234567890",
    ],
    ...["0e999999999999", `1${"0".repeat(300)}`, `0.${"0".repeat(400)}1`],
  ]) {
    assert.ok(Object.is(linesOf(text).decimal(), Number(text)), text);
  }
});

test("what is no number is named with its line", () => {
  for (const text of [
    "",
    "  ",
    "-",
    ".",
    "e5",
    "1e",
    "1e+",
    "1.2.3",
    "0x10",
    "1,5",
    "NaN",
    "-1.#IND",
    "1_000",
    "--1",
    "１",
  ]) {
    const lines = new FieldLines(bytesOf(`first\n${text}\n`), "a.skeleton");
    lines.next();
    lines.end(1);
    lines.next();
    assert.throws(() => lines.decimal(), { code: "data", message: /^a\.skeleton, line 2: .*(is not|lacks) a number/ });
  }
  assert.throws(() => linesOf("1e999").decimal(), /"1e999" is not a number that can be computed with/);
});

test("fields between blanks are counted to the line's end, whatever they hold", () => {
  const lines = new FieldLines(bytesOf("1 a\t?  -1.#IND \r\nnext"), "a.skeleton");
  assert.equal(lines.next(), true);
  assert.equal(lines.count("a number"), 1);
  lines.end(3);
  assert.equal(lines.next(), true);
  lines.end(1);
  assert.equal(lines.next(), false);
  assert.throws(() => linesOf("1 2 3").end(2), /line 1: "1 2 3" has more fields/);
  assert.throws(() => linesOf("1 2 3").end(4), /line 1: "1 2 3" has fewer fields/);
});

test("a count is digits alone", () => {
  assert.equal(linesOf("0103\r\n").count("bodies"), 103);
  for (const text of ["-1", "+1", "1.0", "1e3", "12a", "9999999999"]) {
    assert.throws(() => linesOf(text).count("the number of bodies"), /is not the number of bodies/);
  }
  assert.equal(linesOf("72057594037931101").digits("an id", 20), "72057594037931101");
  assert.throws(() => linesOf("123456").digits("an id", 5), /"123456" is not an id/);
});

test("an error shows a piece of a long or unprintable line", () => {
  assert.throws(() => linesOf(`${"ab".repeat(40)} x`).end(1), /line 1: "(ab){30} …" has more/);
  assert.throws(() => linesOf("\u0007\u001b[31m café x").end(1), /line 1: "\[31m caf\?\? x" has more/);
});

test("nothing but blanks may follow the end", () => {
  linesOf("\n \r\n\t\n").finish();
  const lines = linesOf("1\n\n  2 3\n");
  lines.end(1);
  assert.throws(() => lines.finish(), /line 3: "2 3" comes after the last frame/);
});
