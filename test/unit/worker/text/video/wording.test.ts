import assert from "node:assert/strict";
import { test } from "node:test";
import { asDescription } from "../../../../../src/worker/text/video/wording";

test("an answer becomes one line of whole sentences", () => {
  const table: [string, boolean, string][] = [
    [" An arm\n rises.\t", false, "An arm rises."],
    ["An arm rises. It fa", true, "An arm rises."],
    ["An arm rises. It fa", false, "An arm rises. It fa"],
    ["<think>a</think>b<think>c", false, "b"],
    ["一只手举起。然后", true, "一只手举起。"],
    ["\u0000", false, ""],
  ];
  for (const [answer, early, text] of table) assert.equal(asDescription(answer, early), text);
  assert.equal(asDescription("x".repeat(3000), false).length, 2000);
});
