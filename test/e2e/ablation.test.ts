import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ABLATION_NOTEBOOK } from "../crash/ablationNotebook";
import { eventsOf, runFolders, trainerOf } from "./runs";
import { editorSuite } from "./suite";
import { until } from "./workbench";

const NAME = "modules.hgl.md";
const TRAINED_MS = 240_000;
const home = mkdtempSync(join(tmpdir(), "hocslm-undisturbed-"));

const inEditor = editorSuite("ablation", {
  files: { [NAME]: ABLATION_NOTEBOOK },
  viewport: { width: 1300, height: 2600 },
});
// Behind the suite's own hooks: Node waits for a file's first root hook only when it is a `before`.
after(() => rmSync(home, { recursive: true, force: true }));

/** What the command line prints of the ablation; once its runs have ended, nothing is trained for it. */
function printed(folder: string): string {
  return execFileSync(process.execPath, ["dist/hgl.mjs", "run", join(folder, NAME), "--cell", "modules"], {
    encoding: "utf8",
  });
}

/** The tables alone: whole words in the order in which they stand. */
function tablesOf(text: string): string {
  return text.slice(text.indexOf("cts "));
}

test(
  "an ablation that is killed twice on its way has the undisturbed one's tables, digit for digit, and shows them again",
  inEditor(async ({ workbench, folder }) => {
    writeFileSync(join(home, NAME), ABLATION_NOTEBOOK);
    printed(home);
    const notebook = await workbench.openNotebook(NAME);
    const ablation = notebook.cell("ablation #modules");
    await ablation.row.waitFor();
    await ablation.run();
    const done = () => runFolders(folder).filter((run) => eventsOf(run).some(({ type }) => type === "end")).length;
    const trainers = () => [...new Set(runFolders(folder).flatMap((run) => trainerOf(run) ?? []))];
    // The first three are the baseline's, which its train cell makes.
    for (const least of [4, 8]) {
      await until("the ablation is under way", () => done() >= least && trainers().length > 0, TRAINED_MS);
      for (const pid of trainers()) process.kill(pid, "SIGKILL");
      await ablation.tells(/failed/, 20_000);
      await notebook.outputs
        .getByText(/SIGKILL/)
        .first()
        .waitFor();
      await ablation.row.locator(".cell-statusbar-container").getByText("Resume").first().click();
    }
    await ablation.tells(/done/, TRAINED_MS);
    await notebook.outputs.getByText("Cohen's g").first().waitFor();
    assert.equal(runFolders(folder).length, 12);
    const undisturbed = printed(home);
    assert.equal(tablesOf(printed(folder)), tablesOf(undisturbed));
    const [, gsm] = /^gsm\s+J\s+(\S+ ± \S+)/m.exec(undisturbed)!;
    await notebook.outputs.getByText(gsm!).first().waitFor();

    await workbench.reload();
    const again = workbench.notebook();
    await again.cell("ablation #modules").row.waitFor({ timeout: 45_000 });
    await again.cell("ablation #modules").tells(/done/);
    await again.outputs.getByText(gsm!).first().waitFor();
    assert.equal(await workbench.isDirty(NAME), false);
  }),
);
