import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { editorSuite } from "./suite";
import { smallNotebook } from "./notebooks";

const test = editorSuite("opening", { files: { "small.hgl.md": smallNotebook() } });

test("a double click in the explorer opens a notebook, cell by cell", async ({ workbench, folder }) => {
  const notebook = await workbench.openNotebook("small.hgl.md");
  assert.equal(await notebook.code.count(), 5);
  assert.match(await notebook.cell("train #base").text(), /^train #base\ndata: exercises\nmodel: small\nepochs: 3\n/);
  assert.equal(await workbench.isDirty("small.hgl.md"), false);
  assert.equal(readFileSync(join(folder, "small.hgl.md"), "utf8"), smallNotebook());
});
