import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { applied } from "../../../../src/notebook/language/edits";
import { renamableAt, renameAt } from "../../../../src/notebook/language/rename";
import type { Frame } from "../../../../src/notebook/language/sheet";
import { marked } from "./marked";

function renames(sources: readonly string[], id: string, ...expected: string[]): void {
  const { sheet, sources: plain, cell, offset } = marked(sources);
  const edits = renameAt(sheet, cell, offset, id);
  const after = plain.map((source, i) =>
    edits
      .filter((edit) => edit.cell === i)
      .reverse()
      .reduce((text, edit) => applied(text, edit), source),
  );
  assert.deepEqual(after, expected);
}

function refuses(sources: readonly string[], id: string, message: RegExp, frame?: Frame): void {
  const { sheet, cell, offset } = marked(sources, frame);
  assert.throws(
    () => renameAt(sheet, cell, offset, id),
    (error) => error instanceof HglError && error.code === "cell" && message.test(error.message),
  );
}

test("the header and every reference change together", () => {
  const after = ["model #big {x}", "train #t\nmodel: 'big' # m", 'train #u\r\nmodel: "big"\r\n', "model #n"];
  renames(["model #|m {x}", "train #t\nmodel: 'm' # m", 'train #u\r\nmodel: "m"\r\n', "model #n"], "big", ...after);
  renames(["model #m {x}", "train #t\nmodel: '|m' # m", 'train #u\r\nmodel: "m"\r\n', "model #n"], "#big", ...after);
  renames(["model #|m"], "m", "model #m");
});

test("what an ablation names is renamed with the cell", () => {
  const ablation = (model: string) =>
    `ablation #x\nof: t\nfactors:\n  model: [${model}, m2]\n  text: [none]\n  how: { a: { model: ${model} }, ${model}: {} }`;
  renames(["model #|m", ablation("m")], "big", "model #big", ablation("big").replace("big: {}", "m: {}"));
  renames(
    ["model #m", ablation("|m").replace("|m, m2", "m, m2").replace("|m: {}", "m: {}")],
    "big",
    "model #big",
    ablation("big").replace("big: {}", "m: {}"),
  );
});

test("the later of two cells with one id is renamed alone", () => {
  renames(["model #m", "model #|m", "train #t\nmodel: m"], "n", "model #m", "model #n", "train #t\nmodel: m");
  renames(["model #|m", "model #m", "train #t\nmodel: m"], "n", "model #n", "model #m", "train #t\nmodel: n");
});

test("an id that cannot be, is taken, or stands elsewhere is refused", () => {
  refuses(["model #|m"], "2nd", /"2nd" cannot be an id; begin with a letter/);
  refuses(["model #|m"], "", /"" cannot be an id/);
  refuses(["model #|m", "data #d"], "d", /the id #d is taken/);
  refuses(["train #t\nmodel: |m"], "n", /there is no cell #m/);
  refuses(["model| #m"], "n", /no cell's id stands here/);
  refuses(["model #|m", "train #t\ndata: d"], "n", /front matter's `defaults` name #m for every train cell/, {
    defaults: { train: { model: "m" } },
  });
});

test("what a rename would change is known before", () => {
  const found = (sources: readonly string[]): unknown => {
    const { sheet, cell, offset } = marked(sources);
    return renamableAt(sheet, cell, offset);
  };
  assert.deepEqual(found(["model #m", "train #t\nmodel: |m"]), { cell: 1, offset: 16, length: 1, id: "m" });
  assert.deepEqual(found(["model |#m"]), { cell: 0, offset: 7, length: 1, id: "m" });
  assert.equal(found(["train #t\nmodel: |m"]), null);
  assert.equal(found(["train #t\nmod|el: m"]), null);
});
