import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { hgl, programsRunning, watchPrograms } from "./extensionHere";
import { smallNotebook } from "./notebooks";
import { pictureOf } from "./pixels";
import { runFolders } from "./runs";
import { RunsView } from "./runsView";
import { editorSuite } from "./suite";
import { until } from "./workbench";

const NAME = "small.hgl.md";
const NEW = "new.hgl.md";

const inEditor = editorSuite("restricted", {
  files: { [NAME]: smallNotebook({ epochs: 1, seeds: [1] }), [NEW]: smallNotebook({ epochs: 1, seeds: [2] }) },
  trust: false,
  // The question at the start would lie over the window.
  settings: { "security.workspace.trust.startupPrompt": "never" },
  viewport: { width: 1400, height: 1700 },
});

let programs: ReturnType<typeof watchPrograms>;

test(
  "a folder that nobody trusts shows its notebooks and their results",
  inEditor(async (desk) => {
    const { workbench } = desk;
    await hgl(desk, "run", NAME);
    programs = watchPrograms(desk);
    const notebook = await workbench.openNotebook(NAME);
    await (await notebook.reveal("train #base")).tells(/done.*test \d+\.\d ?%/);
    await (await notebook.reveal("view #mistakes")).tells(/done/);
    const canvas = notebook.confusion.locator("canvas").first();
    await until("the matrix is drawn", async () => (await pictureOf(canvas)).colours > 2);
    assert.equal(await workbench.isDirty(NAME), false);
  }),
);

test(
  "Run All is refused, with the reason on screen",
  inEditor(async ({ workbench, folder }) => {
    const notebook = await workbench.openNotebook(NEW);
    await notebook.runAll();
    await workbench.dialog.getByText(/trust/i).first().waitFor();
    await workbench.dismissDialogs();
    await notebook.press("Restricted Mode");
    await workbench.notifications
      .getByText(/Restricted Mode.*until you trust it/)
      .first()
      .waitFor();
    assert.equal(runFolders(folder).length, 1);
  }),
);

test(
  "the Runs view shows runs and does not delete one",
  inEditor(async ({ workbench, folder }) => {
    const runs = new RunsView(workbench);
    await runs.show();
    await runs.row("seed 1").getByText(/done/).waitFor();
    await runs.root.getByText("Restricted Mode: runs are shown, and not changed.").waitFor();
    const remove = (await runs.menu("seed 1")).locator(".action-item").filter({ hasText: "Delete Run…" });
    assert.match((await remove.getAttribute("class")) ?? "", /\bdisabled\b/);
    await workbench.page.keyboard.press("Escape");
    assert.ok(existsSync(runFolders(folder)[0]!));
  }),
);

test(
  "no program of ours was started, until the folder is trusted; then its notebooks run",
  inEditor(async (desk) => {
    const { workbench } = desk;
    assert.deepEqual(programs.stop(), []);
    const notebook = workbench.notebook();
    await notebook.runAll();
    await workbench.dialogButton(/^Trust Folder/).click();
    await (await notebook.reveal("train #base")).tells(/done.*test \d+\.\d ?%/, 120_000);
    assert.equal(runFolders(desk.folder).length, 2);
    assert.ok(
      programsRunning(desk).some((line) => / serve\b/.test(line)),
      "now there is a worker process",
    );
  }),
);
