import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { samples } from "../../../../src/extension/commands/samples";
import { template } from "../../../../src/extension/commands/template";
import { untranslated } from "../../../../src/extension/translate";
import { checkNotebook, parseNotebook, resolveNotebook } from "../../../../src/notebook/index";

const folder = fileURLToPath(new URL("../../../../media/notebooks", import.meta.url));
const text = (file: string) => readFileSync(join(folder, file), "utf8");
const files = samples(untranslated).map(({ file }) => file);

test("the samples offered are those that are shipped, under their own titles", () => {
  assert.deepEqual(
    [...files].sort(),
    readdirSync(folder)
      .filter((name) => name.endsWith(".hgl.md"))
      .sort(),
  );
  for (const { file, title } of samples(untranslated))
    assert.equal(parseNotebook(text(file)).frontMatter?.title, title);
});

for (const file of files) {
  test(`${file} has no mistake, trains, and shows what came out`, () => {
    assert.deepEqual(checkNotebook(text(file)), []);
    const cells = resolveNotebook(parseNotebook(text(file)));
    const kinds = new Set(cells.map(({ kind }) => kind));
    assert.ok(kinds.has("train"));
    if (kinds.has("ablation")) return assert.ok(kinds.has("figure") && kinds.has("table"));
    const views = new Set(cells.flatMap((cell) => (cell.kind === "view" ? [cell.view] : [])));
    for (const view of ["confusion", "skeleton"] as const) assert.ok(views.has(view), view);
  });
}

test("the comparisons find the first run's work done, as they say", () => {
  const runs = (file: string, id: string) => {
    const cell = resolveNotebook(parseNotebook(text(file))).find((one) => one.id === id);
    assert.ok(cell?.kind === "train", `${file} #${id}`);
    return cell.runs;
  };
  const first = runs("first-run.hgl.md", "base");
  assert.deepEqual(runs("streams.hgl.md", "on-joints"), first);
  assert.deepEqual(runs("topology.hgl.md", "with-learned"), first);
  assert.deepEqual(runs("words.hgl.md", "without-words"), first);
  assert.deepEqual(runs("ablation.hgl.md", "base"), first);
  assert.notDeepEqual(runs("words.hgl.md", "with-words"), first);
  assert.notDeepEqual(runs("streams.hgl.md", "on-bones"), first);
  assert.notDeepEqual(runs("topology.hgl.md", "with-fixed"), first);
});

test("a new notebook runs as it stands, also when its words are translated", () => {
  for (const t of [untranslated, (message: string) => `"${message}": 训练 #1`]) {
    const notebook = template(t);
    assert.deepEqual(checkNotebook(notebook), []);
    assert.deepEqual(
      resolveNotebook(parseNotebook(notebook)).map(({ kind }) => kind),
      ["data", "model", "train", "view"],
    );
  }
});
