import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hgl } from "./extensionHere";
import { smallNotebook } from "./notebooks";
import { pictureOf } from "./pixels";
import { runFolders, trainerOf } from "./runs";
import { RunsView } from "./runsView";
import { editorSuite } from "./suite";
import type { Desk } from "./suite";
import { appears, disappears, until } from "./workbench";

const NAME = "small.hgl.md";
const DEVICE = "device.hgl.md";
const SHORT = smallNotebook({ epochs: 1, seeds: [1] });
const DONE = /done.*test \d+\.\d ?%/;
const TOOLBAR = ["Run All", "Restart", "Device", "Export", "Run Folder"];

const inEditor = editorSuite("around", {
  files: { [NAME]: SHORT, [DEVICE]: SHORT },
  viewport: { width: 1400, height: 1700 },
});

test(
  "the Runs view lists a run that was made in a terminal",
  inEditor(async (desk) => {
    await hgl(desk, "run", NAME);
    assert.equal(runFolders(desk.folder).length, 1);
    const runs = new RunsView(desk.workbench);
    await runs.show();
    await runs
      .row("#base")
      .getByText(/1 of 1 done · \d+\.\d %/)
      .waitFor();
    await runs
      .row("seed 1")
      .getByText(/done · \d+\.\d %/)
      .waitFor();
    assert.match((await runs.row("seed 1").getAttribute("aria-label")) ?? "", /Seed 1, done, test accuracy \d/);
  }),
);

test(
  "a click on a run opens its notebook, which shows the run's results without training",
  inEditor(async ({ workbench, folder }) => {
    const runs = new RunsView(workbench);
    await runs.row("seed 1").click();
    await workbench.tab(NAME).waitFor();
    const notebook = workbench.notebook();
    await (await notebook.reveal("train #base")).tells(DONE);
    await (await notebook.reveal("view #mistakes")).tells(/done/);
    const canvas = notebook.confusion.locator("canvas").first();
    await until("the matrix is drawn", async () => (await pictureOf(canvas)).colours > 2);
    assert.equal(await workbench.isDirty(NAME), false);
    assert.equal(readFileSync(join(folder, NAME), "utf8"), SHORT);
    assert.equal(runFolders(folder).length, 1);
    assert.equal(trainerOf(runFolders(folder)[0]!), undefined);
  }),
);

test(
  "the toolbar is reached by keyboard, and Export writes the notebook",
  inEditor(async ({ workbench, folder }) => {
    const { page } = workbench;
    const toolbar = workbench.notebook().toolbar;
    for (const label of TOOLBAR) await toolbar.getByRole("button", { name: label }).first().waitFor();
    await toolbar.getByRole("button", { name: "Run All" }).first().focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    for (let i = 0; i < 2 * TOOLBAR.length && !/^Export/.test(await focused()); i++)
      await page.keyboard.press("ArrowRight");
    assert.match(await focused(), /^Export/);
    await page.keyboard.press("Enter");
    await confirmPath(workbench, /small\.html$/);
    const exported = join(folder, "small.html");
    await until("the page is there", () => existsSync(exported) && readFileSync(exported, "utf8").includes("</html>"));
    await workbench.notifications.filter({ hasText: "small.html" }).first().waitFor();
    assert.match(readFileSync(exported, "utf8"), /Small/);
    assert.equal(await workbench.isDirty(NAME), false);
  }),
);

test(
  "a run is deleted only when somebody says so twice",
  inEditor(async ({ workbench, folder }) => {
    const runs = new RunsView(workbench);
    const [run] = runFolders(folder);
    await runs.choose("seed 1", "Delete Run…");
    await workbench.dialog.getByText(/Delete the run .* of #base, seed 1\?/).waitFor();
    await workbench.dialogButton("Cancel").click();
    await workbench.dialog.waitFor({ state: "hidden" });
    assert.ok(existsSync(join(run!, "config.json")));
    await workbench.closeAllEditors();
    // The click has brought the run's cell into view; the key must mean the run all the same.
    await runs.row("seed 1").click();
    await until("the click is answered", async () => (await workbench.notebook().code.count()) > 0);
    await until("the key asks whether to delete", async () => {
      await workbench.page.keyboard.press("Delete");
      return await appears(workbench.dialogButton("Delete"), 5_000);
    });
    await workbench.dialogButton("Delete").click();
    await until("the run's folder is gone", () => !existsSync(run!));
    assert.equal(await workbench.isDirty(NAME), false, "no cell was deleted");
    await until("the row is gone", async () => (await runs.rows.count()) === 0);
    const train = await workbench.notebook().reveal("train #base");
    await until("its cell says no longer that it is done", async () => !DONE.test(await train.status()));
    assert.equal(await workbench.isDirty(NAME), false);
    await runs.root.getByText(/No run yet in this folder/).waitFor();
  }),
);

test(
  "Run All by its keys trains what was deleted, and the Runs view follows",
  inEditor(async ({ workbench, folder }) => {
    const notebook = workbench.notebook();
    await (await notebook.reveal("train #base")).focus();
    await workbench.press("Alt+Shift+Enter");
    await until("there is a run", () => runFolders(folder).length === 1);
    await new RunsView(workbench)
      .row("seed 1")
      .getByText(/done · \d+\.\d %/)
      .waitFor();
    await (await notebook.reveal("train #base")).tells(DONE);
    assert.equal(await workbench.isDirty(NAME), false);
    await workbench.closeAllEditors();
  }),
);

test(
  "Select Device writes it into the train cell",
  inEditor(async ({ workbench, folder }) => {
    await workbench.command("View: Show Explorer");
    // A row that comes while another is clicked would move that away from under the pointer.
    await workbench.page.locator(".explorer-folders-view").getByText("small.html").waitFor();
    const notebook = await workbench.openNotebook(DEVICE);
    await notebook.press("Device");
    await workbench.pick(/^CPU/);
    await until("the tab shows the change", () => workbench.isDirty(DEVICE));
    await workbench.save();
    await until("the change is saved", async () => !(await workbench.isDirty(DEVICE)));
    const text = readFileSync(join(folder, DEVICE), "utf8");
    assert.match(text, /^device: cpu$/m);
    assert.equal(text.replace("device: cpu\n", ""), SHORT);
    await workbench.closeAllEditors();
  }),
);

test(
  "a sample is copied once, and never over what somebody has changed",
  inEditor(async ({ workbench, folder }) => {
    const sample = "first-run.hgl.md";
    const samples = () => readdirSync(folder).filter((name) => name.startsWith("first-run"));
    const open = async () => {
      await workbench.command("HocSLM: Open Sample Notebook");
      await workbench.pick(sample);
    };
    const closeAll = async () => {
      await workbench.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      await workbench.closeAllEditors();
    };
    await open();
    await workbench.tab(sample).waitFor();
    await workbench.notebook().code.first().waitFor();
    await hgl({ folder }, "check", sample);
    await closeAll();
    await open();
    await workbench.tab(sample).waitFor();
    assert.deepEqual(samples(), [sample]);
    await closeAll();
    appendFileSync(join(folder, sample), "\nMine.\n");
    const changed = readFileSync(join(folder, sample), "utf8");
    await open();
    await workbench.pick("Copy the sample to first-run-2.hgl.md");
    await workbench.tab("first-run-2.hgl.md").waitFor();
    await workbench.notebook().code.first().waitFor();
    assert.deepEqual(samples().sort(), ["first-run-2.hgl.md", sample].sort());
    assert.equal(readFileSync(join(folder, sample), "utf8"), changed);
    await closeAll();
  }),
);

test(
  "New File… makes a notebook that saves as one and is sound",
  inEditor(async ({ workbench, folder }) => {
    const name = "Untitled-1.hgl.md";
    // Two commands have the title "File: New File..."; the keys are those of the one that lists what can be made.
    const entry = workbench.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "HocSLM Notebook" });
    await until("a notebook is among what can be made", async () => {
      await workbench.page.keyboard.press("Control+Alt+Meta+KeyN");
      return await appears(entry.first(), 5_000);
    });
    await workbench.pick("HocSLM Notebook");
    await workbench.tab(name).waitFor();
    await until("the template's cells are there", async () => (await workbench.notebook().code.count()) === 4);
    assert.equal(existsSync(join(folder, name)), false);
    await workbench.save();
    await confirmPath(workbench, /\/Untitled-1\.hgl\.md$/);
    await until("the notebook is saved", () => existsSync(join(folder, name)));
    await until("the tab shows it", async () => !(await workbench.isDirty(name)));
    await hgl({ folder }, "check", name);
    assert.match(readFileSync(join(folder, name), "utf8"), /^```hgl train #base$/m);
    await workbench.closeAllEditors();
  }),
);

test(
  "the walkthrough opens, and every picture of it is drawn",
  inEditor(async ({ workbench }) => {
    await workbench.command("Welcome: Open Walkthrough...");
    await workbench.pick("From a Notebook to a Trained Model");
    const steps = workbench.page.locator(".gettingStartedContainer .getting-started-step");
    await until("the six steps are listed", async () => (await steps.count()) === 6);
    const media = workbench.page.frameLocator(".getting-started-media iframe").frameLocator("iframe#active-frame");
    const pictures = new Set<string>();
    for (let i = 0; i < 6; i++) {
      await steps.nth(i).locator(".step-title").click();
      await steps.nth(i).locator(".step-description-container").waitFor();
      await until(`picture ${i + 1} is drawn`, async () => {
        const picture = media.locator("svg").first();
        const box = (await picture.count()) > 0 ? await picture.boundingBox() : null;
        if (!box || box.width < 100 || box.height < 50) return false;
        pictures.add(await picture.innerHTML());
        return pictures.size === i + 1;
      });
    }
  }),
);

/** The editor's own dialog for a path: it must propose one that fits, which is taken. */
async function confirmPath(workbench: Desk["workbench"], proposed: RegExp): Promise<void> {
  const input = workbench.page.locator(".quick-input-widget input.input");
  await until("a path is proposed", async () => (await input.isVisible()) && proposed.test(await input.inputValue()));
  // While it looks into the folder, the dialog leaves the key unanswered.
  await until("the path is taken", async () => {
    await input.press("Enter", { timeout: 2_000 }).catch(() => undefined);
    return await disappears(input, 5_000);
  });
}
