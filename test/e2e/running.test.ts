import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { smallNotebook } from "./notebooks";
import { pictureOf } from "./pixels";
import { runFolders, trainerOf } from "./runs";
import { editorSuite } from "./suite";
import { appears, until } from "./workbench";

const NAME = "small.hgl.md";
/** Long enough that a slow window sees it under way. */
const TEXT = smallNotebook({ epochs: 8 });
const TRAINED_MS = 180_000;

const inEditor = editorSuite("running", {
  files: { [NAME]: TEXT },
  viewport: { width: 1400, height: 1700 },
});

test(
  "Run All runs the cells in their order, and the training view grows while it trains",
  inEditor(async ({ workbench, folder }) => {
    const notebook = await workbench.openNotebook(NAME);
    await notebook.runAll();
    const train = await notebook.reveal("train #base");
    await train.tells(/training/);
    const fill = notebook.training.locator(".hglt-fill").first();
    const grown = async () => (await fill.boundingBox())?.width ?? 0;
    await until("the progress bar has begun", async () => (await grown()) > 0);
    const before = await grown();
    await until("the progress bar grows", async () => (await grown()) > before);
    await until("the loss is drawn", async () => {
      const curves = notebook.training.locator(".hglt-chart svg .mark-line path, .hglt-chart svg path.mark-line");
      return (await curves.count()) > 0;
    });
    await train.tells(/done · 2 of 2 seeds.*test \d+\.\d ?%.*cpu/, TRAINED_MS);
    assert.equal(runFolders(folder).length, 2);
  }),
);

test(
  "the data card and the network's tree are drawn, results are tables",
  inEditor(async ({ workbench }) => {
    const notebook = workbench.notebook();
    await notebook.reveal("data #exercises");
    const card = notebook.dataCard.first();
    await card.getByText("14,926 frames").waitFor();
    await card.locator("tr").filter({ hasText: "deep squat" }).waitFor();
    await until("the split is drawn", async () => {
      const bar = await card.locator(".hgld-split .hgld-test").boundingBox();
      return bar !== null && bar.width > 100 && bar.height > 5;
    });
    await notebook.cell("data #exercises").tells(/done/);
    await notebook.reveal("model #small");
    await notebook.network.first().getByText("90,346", { exact: true }).first().waitFor();
    await notebook.reveal("train #base");
    await notebook.outputs.locator("tr").filter({ hasText: "Top-1 (%), last epoch" }).waitFor();
  }),
);

test(
  "the confusion matrix is drawn, and tells the cell under the pointer",
  inEditor(async ({ workbench }) => {
    const notebook = workbench.notebook();
    const cell = await notebook.reveal("view #mistakes");
    await cell.tells(/done/);
    const canvas = notebook.confusion.locator("canvas").first();
    await until("it has colours", async () => (await pictureOf(canvas)).colours > 8);
    const stage = notebook.confusion.locator(".hglc-stage");
    await stage.scrollIntoViewIfNeeded();
    const told = notebook.confusion.locator(".hglc-read").getByText(/deep squat/);
    await until("a field is told", async () => {
      await stage.press("ArrowDown");
      return await appears(told, 2_000);
    });
  }),
);

test(
  "skeletons move",
  inEditor(async ({ workbench }) => {
    const notebook = workbench.notebook();
    const cell = await notebook.reveal("view #moves");
    await cell.tells(/done/);
    const canvases = notebook.skeletons.locator(".hgls-stage canvas");
    await canvases.first().waitFor();
    await until("both are there", async () => (await canvases.count()) === 2);
    let first = await pictureOf(canvases.first());
    await until("a skeleton is drawn", async () => (first = await pictureOf(canvases.first())).colours > 4);
    const play = notebook.skeletons.getByRole("button", { name: /^play/i });
    if (await play.isVisible()) await play.click();
    await until("the skeleton has moved", async () => (await pictureOf(canvases.first())).mark !== first.mark);
  }),
);

test(
  "a second Run All trains nothing and says that it did not",
  inEditor(async ({ workbench, folder }) => {
    const notebook = workbench.notebook();
    const runs = runFolders(folder);
    await notebook.runAll();
    const train = await notebook.reveal("train #base");
    await train.tells(/done · 2 of 2 seeds.*cached/);
    assert.deepEqual(runFolders(folder), runs);
    assert.ok(runs.every((run) => trainerOf(run) === undefined));
  }),
);

test(
  "after run, save and reload the results are there, and the notebook is as it was saved",
  inEditor(async ({ workbench, folder }) => {
    assert.equal(await workbench.isDirty(NAME), false, "running changes nothing in the file");
    await workbench.save();
    await workbench.reload();
    const notebook = workbench.notebook();
    await notebook.code.first().waitFor();
    await (await notebook.reveal("train #base")).tells(/done · 2 of 2 seeds/);
    await notebook.training.locator(".hglt-run").nth(1).waitFor();
    const cell = await notebook.reveal("view #mistakes");
    await cell.tells(/done/);
    await until(
      "the matrix is drawn",
      async () => (await pictureOf(notebook.confusion.locator("canvas").first())).colours > 8,
    );
    assert.equal(await workbench.isDirty(NAME), false, "restoring changes nothing in the file");
    assert.equal(readFileSync(join(folder, NAME), "utf8"), TEXT);
  }),
);

test(
  "an edit marks what depends on it as stale and trains nothing; taking it back takes the marks away",
  inEditor(async ({ workbench, folder }) => {
    const notebook = workbench.notebook();
    const runs = runFolders(folder);
    const data = await notebook.reveal("data #exercises");
    await data.replace("window: 32", "window: 48");
    await data.tells(/stale/);
    const model = await notebook.reveal("model #small");
    const train = await notebook.reveal("train #base");
    await train.tells(/stale/);
    assert.ok((await train.row.locator(".view-lines").innerText()).length > 0);
    await (await notebook.reveal("view #mistakes")).tells(/stale/);
    await (await notebook.reveal("view #moves")).tells(/stale/);
    void model;
    assert.deepEqual(runFolders(folder), runs);
    assert.ok(runs.every((run) => trainerOf(run) === undefined));
    await (await notebook.reveal("data #exercises")).replace("window: 48", "window: 32");
    await until(
      "nothing is stale any more",
      async () => !/stale/.test(await notebook.cell("data #exercises").status()),
    );
    const back = await notebook.reveal("train #base");
    await until("nor the training", async () => !/stale/.test(await back.status()));
  }),
);
