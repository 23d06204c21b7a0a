import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { parseBank, shippedBank } from "../../../../src/worker/text/bank";

test("the shipped bank is chosen by the class names", () => {
  const choices: [string, string][] = [
    ["pick up with one hand", "nw-ucla"],
    ["deep squat", "ui-prmd"],
    ["drink water", "ntu120"],
  ];
  for (const [name, dataset] of choices) assert.equal(shippedBank([name]).dataset, dataset);
});

test("a class that no bank describes is named", () => {
  assert.throws(() => shippedBank(["deep squat", "juggle"]), /no shipped bank describes "juggle"/);
});

test("without a class there is nothing to describe", () => {
  assert.throws(() => shippedBank([]), /there is no class to describe/);
});

test("a bad bank is refused with its file and place", () => {
  const bank = (classes: unknown) => JSON.stringify({ format: 1, dataset: "x", written: "y", classes });
  const bad: [string, RegExp][] = [
    ["{", /own\.json: it is not JSON/],
    [bank([]), /"classes" is not an object/],
    [bank({ wave: [] }), /"wave" has no list/],
    [bank({ wave: ["One arm rises.", " "] }), /description 2 of "wave" is not a text/],
    [bank({ wave: ["x".repeat(2001)] }), /longer than 2000/],
  ];
  for (const [text, says] of bad)
    assert.throws(
      () => parseBank(text, "own.json"),
      (error) => error instanceof HglError && says.test(error.message),
    );
});
