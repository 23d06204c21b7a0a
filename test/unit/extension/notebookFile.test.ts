import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, isNotebookPath } from "../../../src/extension/notebookFile";

test("a notebook is a named file that ends in .hgl.md", () => {
  for (const path of ["a.hgl.md", "/x/first run.hgl.md", "C:\\x\\A.HGL.MD"]) assert.ok(isNotebookPath(path), path);
  for (const path of ["a.md", "hgl.md", ".hgl.md", "/x/.hgl.md", "a.hgl.md.git", "a.hgl.mdx", "", "a.hgl.md/b"])
    assert.ok(!isNotebookPath(path), path);
});

test("the file name is what follows the last separator", () => {
  assert.equal(fileName("/x/y.hgl.md"), "y.hgl.md");
  assert.equal(fileName("c:\\x\\y.hgl.md"), "y.hgl.md");
  assert.equal(fileName("y.hgl.md"), "y.hgl.md");
});
