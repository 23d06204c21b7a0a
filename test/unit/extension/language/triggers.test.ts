import assert from "node:assert/strict";
import { test } from "node:test";
import { isWanted, TRIGGERS } from "../../../../src/extension/language/triggers";
import { completionsAt, openSheet } from "../../../../src/notebook/index";

/** Labels that are shown when a character has just been typed at the end of a cell. */
function shown(source: string): string[] {
  const sheet = openSheet([{ hgl: true, source }]);
  const trigger = TRIGGERS.find((character) => source.endsWith(character));
  return completionsAt(sheet, 0, source.length)
    .items.filter((item) => isWanted(item, trigger))
    .map(({ label }) => label);
}

test("a new line offers only the keys that are needed, so that Enter twice is an empty line", () => {
  assert.deepEqual(shown("train #t\n"), ["data", "model"]);
  assert.deepEqual(shown("train #t\ndata: d\nmodel: m\n"), []);
});

test("behind a colon and a blank the values are offered, within a number none", () => {
  assert.ok(shown("model #m\npreset: ").includes("hglnet-xs"));
  assert.deepEqual(shown("train #t\nlr: 0."), []);
});

test("asked for, everything is offered", () => {
  assert.ok(isWanted({ kind: "key", detail: "" }, undefined));
});
