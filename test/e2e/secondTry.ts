import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { endTraining } from "./runs";
import { appears, until } from "./workbench";
import type { Workbench } from "./workbench";

/** Where a test began: the folder's files and the editors that were open. */
export interface Beginning {
  /** A copy of the window's folder. */
  readonly copy: string;
  readonly tabs: readonly string[];
  readonly active: string | null;
}

/** Notes what a test finds before it. Unsaved edits are not noted: no test builds on another's. */
export async function noteBeginning({ page }: Workbench, folder: string, copy: string): Promise<Beginning> {
  await until("the folder is copied", () => isCopied(folder, copy));
  const tabs = await page.locator(TABS).evaluateAll((all) => all.map((tab) => tab.getAttribute("data-resource-name")));
  const active = await page.locator(`${TABS}.active`).evaluateAll((all) => all[0]?.getAttribute("data-resource-name"));
  return { copy, tabs: tabs.filter((name) => name !== null), active: active ?? null };
}

/** A file that goes while it is read, such as a training's lock, is no reason to fail. */
function isCopied(folder: string, copy: string): boolean {
  rmSync(copy, { recursive: true, force: true });
  try {
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return false;
  }
}

const TABS = ".tabs-container .tab";

/** Brings folder and window back to where a test began, whatever it has left behind. */
export async function backTo({ copy, tabs, active }: Beginning, workbench: Workbench, folder: string): Promise<void> {
  await closeWhatIsOpen(workbench);
  await revertEdits(workbench);
  await endTraining(folder);
  mirror(copy, folder);
  await workbench.reload();
  await workbench.knowsOurs();
  const { page } = workbench;
  const names = await page.locator(TABS).evaluateAll((all) => all.map((tab) => tab.getAttribute("data-resource-name")));
  for (const name of names)
    if (name !== null && !tabs.includes(name)) await workbench.tab(name).click({ button: "middle" });
  if (active !== null && (await workbench.tab(active).count()) > 0) {
    await workbench.tab(active).click();
    await until(`${active} is before the user again`, () => appears(page.locator(`${TABS}.active`), 1_000));
  }
}

/** Menus, lists, widgets and questions, however many lie over one another. */
async function closeWhatIsOpen({ page, dialog }: Workbench): Promise<void> {
  for (let i = 0; i < 4 || (i < 20 && (await appears(dialog, 300))); i++) await page.keyboard.press("Escape");
}

async function revertEdits(workbench: Workbench): Promise<void> {
  const dirty = workbench.page.locator(`${TABS}.dirty`);
  for (let left = await dirty.count(); left > 0; left--) {
    await dirty.first().click();
    await workbench.command("File: Revert File");
    await until("the edits are taken back", async () => (await dirty.count()) < left);
  }
}

/** Makes a folder what another one is; what is the same already is left alone, so that nobody takes it for changed. */
function mirror(from: string, to: string): void {
  for (const name of readdirSync(to)) if (!existsSync(join(from, name))) rmSync(join(to, name), { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const isThere = existsSync(target) && statSync(target).isDirectory() === entry.isDirectory();
    if (isThere && entry.isDirectory()) mirror(source, target);
    else if (!isThere || !readFileSync(source).equals(readFileSync(target))) {
      rmSync(target, { recursive: true, force: true });
      cpSync(source, target, { recursive: true, preserveTimestamps: true });
    }
  }
}
