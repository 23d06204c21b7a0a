import type { Locator } from "playwright-core";
import { until } from "./workbench";
import type { Workbench } from "./workbench";

/** The list of runs in the side bar. */
export class RunsView {
  constructor(private readonly workbench: Workbench) {}

  async show(): Promise<void> {
    await this.workbench.page.locator('.activitybar .action-label[aria-label^="HocSLM"]').click();
    await this.root.waitFor();
  }

  get root(): Locator {
    return this.workbench.page.locator(".sidebar .composite.viewlet").filter({ visible: true });
  }

  get rows(): Locator {
    return this.root.locator(".monaco-list-row");
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  /** Opens the context menu of a row. */
  async menu(text: string | RegExp): Promise<Locator> {
    await this.row(text).click({ button: "right" });
    const menu = this.workbench.page.locator(".monaco-menu-container .monaco-menu").filter({ visible: true });
    await menu.waitFor();
    return menu;
  }

  /** Opens the context menu of a row and chooses an entry. */
  async choose(text: string | RegExp, entry: string): Promise<void> {
    const menu = await this.menu(text);
    // A menu that has just come leaves clicks unanswered, lest the one that opened it choose an entry.
    await until(`${entry} is chosen`, async () => {
      if ((await menu.count()) === 0) return true;
      const item = menu.locator(".action-item").filter({ hasText: entry });
      await item.click({ timeout: 500 }).catch(() => undefined);
      return false;
    });
  }
}
