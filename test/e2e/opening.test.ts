import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorSuite } from "./suite";
import { smallNotebook } from "./notebooks";
import { until } from "./workbench";

const TRUNCATED = smallNotebook().slice(0, smallNotebook().indexOf("schedule"));
const WINDOWS = `\ufeff${smallNotebook()}`.replaceAll("\n", "\r\n").trimEnd();
const CONFLICT = smallNotebook().replace(
  "epochs: 3\n",
  "<<<<<<< ours\nepochs: 3\n=======\nepochs: 4\n>>>>>>> theirs\n",
);

const inEditor = editorSuite("opening", {
  files: {
    "small.hgl.md": smallNotebook(),
    "windows.hgl.md": WINDOWS,
    "truncated.hgl.md": TRUNCATED,
    "conflict.hgl.md": CONFLICT,
  },
});

test(
  "a double click in the explorer opens a notebook, cell by cell",
  inEditor(async ({ workbench, folder }) => {
    const notebook = await workbench.openNotebook("small.hgl.md");
    assert.equal(await notebook.code.count(), 5);
    assert.match(await notebook.cell("train #base").text(), /^train #base\ndata: exercises\nmodel: small\nepochs: 3\n/);
    await notebook.outputs.getByText("kept as it is").waitFor();
    assert.equal(await workbench.isDirty("small.hgl.md"), false);
    assert.equal(readFileSync(join(folder, "small.hgl.md"), "utf8"), smallNotebook());
  }),
);

test(
  "an edit changes its line in the file and no other, with the line endings and the mark the file has",
  inEditor(async ({ workbench, folder }) => {
    const path = join(folder, "windows.hgl.md");
    const notebook = await workbench.openNotebook("windows.hgl.md");
    await notebook.cell("train #base").replace("epochs: 3", "epochs: 5");
    await until("the tab shows the change", () => workbench.isDirty("windows.hgl.md"));
    await workbench.save();
    await until("the change is saved", async () => !(await workbench.isDirty("windows.hgl.md")));
    assert.equal(readFileSync(path, "utf8"), WINDOWS.replace("epochs: 3", "epochs: 5"));
    await workbench.closeEditor();
  }),
);

for (const [name, content, says] of [
  [
    "truncated.hgl.md",
    TRUNCATED,
    new RegExp(`line ${TRUNCATED.slice(0, TRUNCATED.indexOf("```hgl train")).split("\n").length}\\b`),
  ],
  ["conflict.hgl.md", CONFLICT, /merge conflict.*line|line.*merge conflict/i],
] as const) {
  test(
    `${name} does not open, says which line is at fault, and keeps its bytes`,
    inEditor(async ({ workbench, folder }) => {
      await workbench.openFile(name);
      const told = await workbench.dismissDialogs();
      assert.match(told, says);
      assert.equal(readFileSync(join(folder, name), "utf8"), content);
    }),
  );
}

test(
  "a notebook that another program has changed shows the change",
  inEditor(async ({ workbench, folder }) => {
    const notebook = await workbench.openNotebook("small.hgl.md");
    const path = join(folder, "small.hgl.md");
    writeFileSync(path, smallNotebook({ epochs: 7 }));
    await until("the new text", async () => (await notebook.cell("train #base").text()).includes("epochs: 7"));
    appendFileSync(path, "\nA last word.\n");
    await notebook.outputs.getByText("A last word.").waitFor();
    assert.equal(await workbench.isDirty("small.hgl.md"), false);
  }),
);
