import type { Locator } from "playwright-core";
import { appears, until } from "./workbench";
import type { Workbench } from "./workbench";

/** The list of runs in the side bar. */
export class RunsView {
  constructor(private readonly workbench: Workbench) {}

  async show(): Promise<void> {
    // A click on the icon of what is shown hides it.
    await until("the runs are shown", async () => {
      if (await appears(this.root, 1_000)) return true;
      await this.workbench.page.locator('.activitybar .action-label[aria-label^="HocSLM"]').click();
      return await appears(this.root, 10_000);
    });
  }

  get root(): Locator {
    return this.workbench.page
      .locator(".sidebar .composite.viewlet")
      .and(this.workbench.page.locator('[id="workbench.view.extension.hocslm"]'))
      .filter({ visible: true });
  }

  get rows(): Locator {
    return this.root.locator(".monaco-list-row");
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  /** Opens the context menu of a row. */
  async menu(text: string | RegExp): Promise<Locator> {
    const { page } = this.workbench;
    const menu = page.locator(".monaco-menu-container .monaco-menu").filter({ visible: true });
    await until("the row's menu is open", async () => {
      await this.row(text).click({ button: "right" });
      if (await appears(menu.first(), 3_000)) return true;
      await page.keyboard.press("Escape");
      return false;
    });
    return menu;
  }

  /** Opens the context menu of a row and chooses an entry. */
  async choose(text: string | RegExp, entry: string): Promise<void> {
    let menu = await this.menu(text);
    let isClicked = false;
    // A menu that has just come leaves clicks unanswered, lest the one that opened it choose an entry.
    await until(`${entry} is chosen`, async () => {
      if ((await menu.count()) === 0 && isClicked) return true;
      // One that has closed by itself is opened again.
      if ((await menu.count()) === 0) menu = await this.menu(text);
      const item = menu.locator(".action-item").filter({ hasText: entry });
      isClicked = await item.click({ timeout: 500 }).then(
        () => true,
        () => false,
      );
      return false;
    });
  }
}
