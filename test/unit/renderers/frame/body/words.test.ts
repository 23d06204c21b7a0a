import assert from "node:assert/strict";
import { test } from "node:test";
import { frameWords, spaced, verdict } from "../../../../../src/renderers/frame/body/words";

test("words", () => {
  assert.deepEqual(["leftUpperArm", "head_tip", "HeadTip", "RElbow", "C7", ""].map(spaced), [
    "left upper arm",
    "head tip",
    "head tip",
    "R elbow",
    "C7",
    "",
  ]);
  assert.equal(frameWords(11, 90, 30), "frame 12 of 90, 0.37 s");
  assert.equal(verdict("wave", null), null);
  assert.deepEqual(verdict("wave", "wave"), { right: true, words: "recognised" });
  assert.deepEqual(verdict("wave", "\u202e"), { right: false, words: "taken for an unnamed class" });
});
