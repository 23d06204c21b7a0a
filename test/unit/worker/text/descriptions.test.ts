import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { leakageWarnings, parseClipDescriptions } from "../../../../src/worker/text/descriptions";

test("each clip has its texts, in the order of the file", () => {
  const line = (sample: string, text: string) => JSON.stringify({ sample, text });
  const read = parseClipDescriptions(
    [line("a", "one"), "", line("b", "two"), line("a", "three")].join("\r\n"),
    "d.jsonl",
  );
  assert.deepEqual(
    [...read],
    [
      ["a", ["one", "three"]],
      ["b", ["two"]],
    ],
  );
});

test("a bad line is named", () => {
  const bad: [string, RegExp][] = [
    ['{"sample":"a","text":"x"}\nnope', /d\.jsonl, line 2: "nope" is not JSON/],
    ['{"sample":"a","text":" "}', /line 1: "text" is empty/],
    ['{"sample":1,"text":"x"}', /line 1: .*sample/],
    ["", /no clip is described/],
  ];
  for (const [content, says] of bad)
    assert.throws(
      () => parseClipDescriptions(content, "d.jsonl"),
      (e) => e instanceof HglError && says.test(e.message),
    );
});

test("a description that names its class is warned about", () => {
  const warned = leakageWarnings("throw", ["The arm swings forward.", "She threw it."]);
  assert.deepEqual(warned, ['Description 2 of "throw" may name its class: "threw".']);
});
