import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { NotebookView } from "./notebookView";

/** Long enough for a busy machine; nothing waits this long when all is well. */
export const PATIENCE_MS = 60_000;
/** The first command of the extension that is looked for when one asks whether it is there. */
const OURS = "HocSLM: Open Sample Notebook";
const MODIFIER = process.platform === "darwin" ? "Meta" : "Control";

/** VS Code's window, as a person has it before them. */
export class Workbench {
  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  /** Opens the window, and waits until it is drawn and the extension's contributions have come. */
  async open(): Promise<void> {
    await this.page.goto(this.url);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor({ timeout: PATIENCE_MS });
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: PATIENCE_MS });
    await this.knowsOurs();
  }

  /** Waits until the extension's contributions have come. */
  async knowsOurs(): Promise<void> {
    await until(`${OURS} is among the commands`, async () => {
      const listed = await this.lists(OURS);
      await this.page.keyboard.press("Escape");
      return listed;
    });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator(".monaco-workbench").waitFor({ timeout: PATIENCE_MS });
  }

  /** Runs the command of exactly this title, as listed in the palette. */
  async command(title: string): Promise<void> {
    await until(`the command ${title} is listed and chosen`, async () => {
      // A list that closes between its coming and the click is asked for again.
      if ((await this.lists(title)) && (await isClicked(this.entry(title)))) return true;
      await this.page.keyboard.press("Escape");
      return false;
    });
  }

  /** Whether the palette lists it now; leaves the palette open. */
  async lists(title: string): Promise<boolean> {
    const input = this.page.locator(".quick-input-widget input.input");
    await this.page.keyboard.press("F1");
    if (!(await appears(input, 3_000))) return false;
    // The one that was there may have been the list that is just closing.
    const isTyped = await input.fill(`>${title}`, { timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (!isTyped) return false;
    return await appears(this.entry(title), 2_000);
  }

  private entry(title: string): Locator {
    return this.page
      .locator(".quick-input-list .monaco-list-row .label-name")
      .getByText(title, { exact: true })
      .first();
  }

  /** Chooses an entry of a list that a command has opened. */
  async pick(text: string | RegExp): Promise<void> {
    await this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first().click();
  }

  /** Opens a file by double click in the explorer. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator(".explorer-folders-view .monaco-list-row").filter({ hasText: name }).first();
    await row.waitFor({ timeout: PATIENCE_MS });
    await until(`${name} is the active editor`, async () => {
      // The hint of a row that the pointer rests on lies over its neighbour.
      await this.page.mouse.move(2, 2);
      await row.dblclick();
      return await appears(this.page.locator(".tabs-container .tab.active").filter({ hasText: name }).first(), 15_000);
    });
  }

  async openNotebook(name: string): Promise<NotebookView> {
    await this.openFile(name);
    const notebook = this.notebook();
    await notebook.code.first().waitFor({ timeout: PATIENCE_MS });
    return notebook;
  }

  notebook(): NotebookView {
    return new NotebookView(this);
  }

  tab(name: string): Locator {
    return this.page.locator(".tabs-container .tab").filter({ hasText: name }).first();
  }

  async isDirty(name: string): Promise<boolean> {
    return /\bdirty\b/.test((await this.tab(name).getAttribute("class")) ?? "");
  }

  /** By its command, which means the active editor wherever the focus is. */
  async save(): Promise<void> {
    await this.command("File: Save");
  }

  /** Presses a key with the system's own modifier. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(`${MODIFIER}+${key}`);
  }

  async closeEditor(): Promise<void> {
    await this.command("View: Close Editor");
  }

  async closeAllEditors(): Promise<void> {
    await this.command("View: Close All Editors");
  }

  /** A button of a dialog in the middle of the window. */
  dialogButton(text: string | RegExp): Locator {
    return this.page.locator(".monaco-dialog-box .monaco-button").filter({ hasText: text }).first();
  }

  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Cancels what is asked in the middle of the window, once or more (a double click opens twice); what was said. */
  async dismissDialogs(): Promise<string> {
    const told: string[] = [];
    await this.dialog.waitFor({ timeout: PATIENCE_MS });
    while (await appears(this.dialog.first(), 2_000)) {
      told.push(await this.dialog.first().innerText());
      await this.page.keyboard.press("Escape");
    }
    return told.join("\n");
  }

  get notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item");
  }

  /** The rows of the Problems panel. */
  async problems(): Promise<Locator> {
    await this.command("View: Focus Problems");
    return this.page.locator(".markers-panel .monaco-list-row");
  }

  async theme(name: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input[placeholder*="Color Theme"]');
    await until(`the theme ${name} is chosen`, async () => {
      await this.page.keyboard.press("Escape");
      await this.command("Preferences: Color Theme");
      if (!(await appears(input, 5_000))) return false;
      await input.fill(name);
      const row = this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: name }).first();
      return (await isClicked(row)) && (await disappears(input, 5_000));
    });
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}

export async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return await locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

export async function disappears(locator: Locator, timeout: number): Promise<boolean> {
  return await locator.waitFor({ state: "hidden", timeout }).then(
    () => true,
    () => false,
  );
}

/** Clicks what is there now; false when it was not, or went away under the pointer. */
export async function isClicked(locator: Locator): Promise<boolean> {
  return await locator.click({ timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** Asks again and again until the answer is yes; fails by naming what it waited for. */
export async function until(
  what: string | (() => string),
  holds: () => Promise<boolean> | boolean,
  timeout = PATIENCE_MS,
): Promise<number> {
  const from = performance.now();
  for (;;) {
    if (await holds()) return performance.now() - from;
    if (performance.now() - from > timeout)
      assert.fail(`waited ${Math.round(timeout / 1000)} s in vain until ${typeof what === "string" ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
