import * as vscode from "vscode";

/** Imports shorter than this are not worth a notification. */
const PATIENCE_MS = 1000;

interface Notice {
  what: string;
  share: number | null;
  readonly timer: NodeJS.Timeout;
  /** Set while the notification is on screen. */
  report: ((what: string, share: number | null) => void) | null;
  end: () => void;
}

/** Notifications of imports that take long, one for each cell; cancelling one interrupts the notebook. */
export class ImportNotices<C> implements vscode.Disposable {
  readonly #notices = new Map<C, Notice>();

  constructor(private readonly interrupt: () => void) {}

  /** An import has come so far; `what` null when it has ended, or the cell does something else. */
  tell(cell: C, what: string | null, share: number | null): void {
    const notice = this.#notices.get(cell);
    if (what === null || share === 1) return this.#end(cell, notice);
    if (notice) {
      Object.assign(notice, { what, share });
      notice.report?.(what, share);
      return;
    }
    const timer = setTimeout(() => this.#show(cell), PATIENCE_MS);
    this.#notices.set(cell, { what, share, timer, report: null, end: () => {} });
  }

  dispose(): void {
    for (const [cell, notice] of [...this.#notices]) this.#end(cell, notice);
  }

  #end(cell: C, notice: Notice | undefined): void {
    if (!notice) return;
    clearTimeout(notice.timer);
    this.#notices.delete(cell);
    notice.end();
  }

  #show(cell: C): void {
    const notice = this.#notices.get(cell);
    if (!notice) return;
    const options = { location: vscode.ProgressLocation.Notification, title: notice.what, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      let shown = 0;
      notice.report = (what, share) => {
        const percent = share === null ? 0 : Math.round(share * 100);
        const message = share === null ? what : vscode.l10n.t("{0} %", percent);
        progress.report({ message, increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
      };
      notice.report(notice.what, notice.share);
      token.onCancellationRequested(this.interrupt);
      return new Promise<void>((resolve) => {
        notice.end = resolve;
      });
    });
  }
}
