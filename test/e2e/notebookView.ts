import assert from "node:assert/strict";
import type { FrameLocator, Locator } from "playwright-core";
import { appears, PATIENCE_MS, until } from "./workbench";
import type { Workbench } from "./workbench";

/** The notebook in the active editor. Cells are named by the beginning of their text ("train #base"). */
export class NotebookView {
  constructor(private readonly workbench: Workbench) {}

  private get root(): Locator {
    return this.workbench.page.locator(".notebookOverlay:visible");
  }

  get code(): Locator {
    return this.root.locator(".monaco-list-row.code-cell-row");
  }

  get prose(): Locator {
    return this.root.locator(".monaco-list-row.markdown-cell-row");
  }

  get toolbar(): Locator {
    return this.root.locator(".notebook-toolbar-container");
  }

  /**
   * Scrolls, as with a wheel, until a cell's head is in the upper part of the view, or as high as it goes. Cells that are far from view do not
   * exist for the window.
   */
  async reveal(header: string): Promise<CellView> {
    const { page } = this.workbench;
    const row = this.code.filter({ hasText: header }).first();
    const list = await this.root.locator(".cell-list-container").boundingBox();
    assert.ok(list, "a notebook is shown");
    // Beside the outputs, which are a page of their own.
    await page.mouse.move(list.x + 8, list.y + list.height / 2);
    // At once, not with a locator's patience: a row that leaves the view between two questions is simply not there.
    const topOf = (one: Locator) => one.evaluateAll((rows) => rows[0]?.getBoundingClientRect().y ?? null);
    const inView = (y: number | null): y is number => y !== null && y >= list.y;
    if (!inView(await topOf(row)))
      await until("the notebook's beginning is in view", async () => {
        if (inView(await topOf(this.root.locator('.monaco-list-row[data-index="0"]')))) return true;
        await this.wheel(-1);
        return false;
      });
    let before: number | null = null;
    await until(`${header} is scrolled into view`, async () => {
      const y = await topOf(row);
      if (inView(y) && (y < list.y + 0.5 * list.height || y === before)) return true;
      before = y;
      await this.wheel(1);
      return false;
    });
    return this.cell(header);
  }

  private async wheel(direction: 1 | -1): Promise<void> {
    const NOTCH = 120;
    await this.workbench.page.mouse.wheel(0, direction * NOTCH);
    // The list moves, and outputs are laid out, within frames.
    await this.workbench.page.waitForTimeout(120);
  }

  cell(header: string): CellView {
    return new CellView(this.workbench, this.code.filter({ hasText: header }).first());
  }

  /** Presses a button of the toolbar, by its label. */
  async press(label: string): Promise<void> {
    await this.toolbar.getByRole("button", { name: label }).first().click();
  }

  async runAll(): Promise<void> {
    await this.press("Run All");
  }

  /** What the outputs of all cells are drawn in: one frame within another. */
  get outputs(): FrameLocator {
    return this.workbench.page.frameLocator("iframe.webview.ready:visible").frameLocator("iframe#active-frame");
  }

  get training(): Locator {
    return this.outputs.locator("section.hglt");
  }

  get dataCard(): Locator {
    return this.outputs.locator("section.hgld");
  }

  get confusion(): Locator {
    return this.outputs.locator("section.hglc");
  }

  get figure(): Locator {
    return this.outputs.locator("section.hglf");
  }

  get skeletons(): Locator {
    return this.outputs.locator("section.hgls");
  }

  get network(): Locator {
    return this.outputs.locator("section.hglm");
  }

  get curves(): Locator {
    return this.outputs.locator("section.hglv");
  }

  get attention(): Locator {
    return this.outputs.locator("section.hgla");
  }

  get embedding(): Locator {
    return this.outputs.locator("section.hgle");
  }
}

export class CellView {
  constructor(
    private readonly workbench: Workbench,
    readonly row: Locator,
  ) {}

  /** Lines of its editor, as they are shown. */
  async text(): Promise<string> {
    const lines = await this.row.locator(".view-lines .view-line").allInnerTexts();
    return lines.map((line) => line.replaceAll("\u00a0", " ")).join("\n");
  }

  /** The items below the cell: state, run, score. */
  async status(): Promise<string> {
    const items = await this.row.locator(".cell-statusbar-container").allInnerTexts();
    return items.join(" ").replace(/\s+/g, " ").trim();
  }

  /** Waits until the status line tells it; milliseconds waited. */
  async tells(expected: RegExp, timeout = PATIENCE_MS): Promise<number> {
    let last = "";
    const what = () => `the status line tells ${String(expected)}; it told ${JSON.stringify(last)}`;
    return await until(
      what,
      async () => {
        last = await this.status();
        return expected.test(last);
      },
      timeout,
    );
  }

  async run(): Promise<void> {
    await this.row.hover();
    await this.row.locator(".run-button-container .codicon-notebook-execute").first().click();
  }

  /** Puts the cursor into its editor, which may be made only now. */
  async focus(line: Locator = this.row.locator(".view-line").first()): Promise<void> {
    await until("the cell's editor has the focus", async () => {
      await line.click();
      return await appears(this.row.locator(".monaco-editor.focused").first(), 3_000);
    });
  }

  /** Puts the cursor behind a text of the cell, which must stand in one line. */
  async cursorBehind(text: string): Promise<void> {
    const line = this.row.locator(".view-line").filter({ hasText: text }).first();
    await this.focus(line);
    const shown = (await line.innerText()).replaceAll("\u00a0", " ");
    await this.workbench.page.keyboard.press("Home");
    await this.workbench.page.keyboard.press("Home");
    for (let i = 0; i < shown.indexOf(text) + text.length; i++) await this.workbench.page.keyboard.press("ArrowRight");
  }

  /** Adds a line at the cell's end and types into it. */
  async addLine(text: string): Promise<void> {
    await this.focus(this.row.locator(".view-line").last());
    await this.workbench.press("End");
    await this.workbench.page.keyboard.press("Enter");
    await this.workbench.page.keyboard.type(text, { delay: 15 });
  }

  /** Replaces a text that stands in one line. */
  async replace(from: string, to: string): Promise<void> {
    await this.cursorBehind(from);
    for (let i = 0; i < from.length; i++) await this.workbench.page.keyboard.press("Shift+ArrowLeft");
    await this.workbench.page.keyboard.type(to, { delay: 15 });
  }
}
