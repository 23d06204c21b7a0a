import * as vscode from "vscode";
import type { RunSummary } from "../../common/wire/worker";
import { runItem } from "./runItems";
import type { PlaceNode, RunNode } from "./runTree";
import { parentOf, rootsOf, runTree } from "./runTree";

/** The tree of the Runs view. */
export class RunsProvider implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #places: readonly PlaceNode[] = [];

  /** Shows another list. */
  show(runs: readonly RunSummary[]): void {
    this.#places = runTree(runs);
    this.#changed.fire();
  }

  /** Shows the same again: ages move. */
  redraw(): void {
    this.#changed.fire();
  }

  getChildren(node?: RunNode): RunNode[] {
    return [...(node ? node.children : rootsOf(this.#places))];
  }

  getParent(node: RunNode): RunNode | undefined {
    return parentOf(this.#places, node);
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    return runItem(node, { t: vscode.l10n.t, locale: vscode.env.language, now: Date.now() });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
