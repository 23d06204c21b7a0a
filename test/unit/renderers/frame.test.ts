import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { paletteFor } from "../../../src/figures/palette";
import { contrast, readable } from "../../../src/renderers/frame/colour";
import type { Rgb } from "../../../src/renderers/frame/colour";
import { categorical, CATEGORICAL } from "../../../src/renderers/frame/palette";
import { Scope } from "../../../src/renderers/frame/scope";

test("the screen's colours are the paper's", () => {
  assert.deepEqual(CATEGORICAL.light, paletteFor("light").categorical);
  assert.deepEqual(CATEGORICAL.dark, paletteFor("dark").categorical);
  assert.deepEqual(categorical(8, [255, 255, 255]), [213, 94, 0]);
  assert.deepEqual(categorical(0, [30, 30, 30]), [74, 168, 224]);
});

test("a readable colour stands off any ground on which the text does", () => {
  const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
  fc.assert(
    fc.property(colour, colour, fc.boolean(), (shade, ground, black) => {
      const text: Rgb = black ? [0, 0, 0] : [255, 255, 255];
      fc.pre(contrast(text, ground) >= 3);
      assert.ok(contrast(readable(shade, ground, text, 3), ground) >= 3);
    }),
  );
});

test("a scope ends everything once, last first, whatever fails on the way", () => {
  const ended: string[] = [];
  const failures: unknown[] = [];
  const scope = new Scope((error) => failures.push(error));
  scope.onEnd(() => ended.push("first"));
  scope.onEnd(() => {
    throw new Error("cannot end");
  });
  scope.onEnd(() => ended.push("last"));
  const trap = new Error("trap");
  const action = scope.guarded(() => {
    throw trap;
  });
  action();
  scope.end();
  scope.end();
  action();
  scope.onEnd(() => ended.push("late"));
  assert.deepEqual(ended, ["last", "first", "late"]);
  assert.deepEqual(failures, [trap]);
  assert.ok(scope.over);
});

test("a promise that fails after the end is nobody's business", async () => {
  const failures: unknown[] = [];
  const scope = new Scope((error) => failures.push(error));
  scope.watch(Promise.reject(new Error("before")));
  await new Promise((done) => setImmediate(done));
  scope.end();
  scope.watch(Promise.reject(new Error("after")));
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(
    failures.map((error) => (error as Error).message),
    ["before"],
  );
});
