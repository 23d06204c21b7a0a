import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellSymbol } from "../../../../src/notebook/language/symbols";
import { symbolsOf } from "../../../../src/notebook/language/symbols";
import { textAt } from "./marked";

/** The outline as indented lines; each name must stand where it says. */
function outlines(source: string, ...expected: string[]): void {
  const lines = (symbols: readonly CellSymbol[], indent: string): string[] =>
    symbols.flatMap(({ name, detail, type, span, selection, children }) => {
      assert.ok(span.offset <= selection.offset && selection.offset + selection.length <= span.offset + span.length);
      if (type === "key") assert.equal(textAt(source, selection), name);
      return [`${indent}${name}${detail && ` (${detail})`}`, ...lines(children, `${indent}  `)];
    });
  assert.deepEqual(lines(symbolsOf(source), ""), expected, source);
}

test("header, keys, and keys within keys", () => {
  outlines("train #t\ndata: d # x\nepochs: 3", "#t (train)", "  data (d)", "  epochs (3)");
  outlines(
    "data #d\nsource: x\naugment: { mirror: 0.5, crop: [0.5, 1] }\nsplit:\n  by: view\n  test: [3]\n",
    "#d (data)",
    "  source (x)",
    "  augment",
    "    mirror (0.5)",
    "    crop ([0.5, 1])",
    "  split",
    "    by (view)",
    "    test ([3])",
  );
  outlines("model", "model (model)");
  outlines("source: x\nwindow: [", "source (x)", "window ([)");
  outlines("");
});
