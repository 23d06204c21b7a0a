import { join, relative } from "node:path";
import * as vscode from "vscode";
import type { Opening } from "./openRun";
import type { Wording } from "./runTexts";
import { foremostState, groupDescription, runDescription, runFacts, runSpoken, stateIcon, stateWord } from "./runTexts";
import type { CellNode, GroupNode, LeafNode, PlaceNode, RunNode } from "./runTree";
import { contextValue, latestRuns, runsBelow } from "./runTree";

/** A row of the Runs view. */
export function runItem(node: RunNode, wording: Wording): vscode.TreeItem {
  const item = row(node, wording);
  item.id = node.key;
  item.contextValue = contextValue(node);
  return item;
}

function row(node: RunNode, wording: Wording): vscode.TreeItem {
  switch (node.type) {
    case "place":
      return placeRow(node, wording);
    case "cell":
      return cellRow(node, wording);
    case "group":
      return groupRow(node, wording);
    case "run":
      return leafRow(node, wording);
  }
}

function placeRow(node: PlaceNode, { t }: Wording): vscode.TreeItem {
  const folder = placeLabel(node.place);
  const item = new vscode.TreeItem(node.notebook ?? folder, vscode.TreeItemCollapsibleState.Expanded);
  if (node.notebook !== null) item.description = folder;
  item.iconPath = node.notebook === null ? vscode.ThemeIcon.Folder : new vscode.ThemeIcon("notebook");
  item.tooltip = node.notebook === null ? node.place : join(node.place, node.notebook);
  item.accessibilityInformation = {
    label: t("{0}, runs: {1}", node.notebook ?? folder, runsBelow(node).length),
  };
  return item;
}

function cellRow(node: CellNode, wording: Wording): vscode.TreeItem {
  const item = new vscode.TreeItem(`#${node.cell}`, vscode.TreeItemCollapsibleState.Expanded);
  item.description = groupDescription(latestRuns(node), wording);
  item.iconPath = iconOf(foremostState(latestRuns(node)));
  item.accessibilityInformation = { label: wording.t("Train cell {0}: {1}", node.cell, item.description) };
  return item;
}

function groupRow(node: GroupNode, wording: Wording): vscode.TreeItem {
  const { t } = wording;
  const name = node.latest ? t("latest configuration") : t("configuration {0}", node.configHash.slice(0, 7));
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, node.latest ? Expanded : Collapsed);
  item.description = groupDescription(runsBelow(node), wording);
  item.iconPath = new vscode.ThemeIcon("settings");
  item.tooltip = t("Runs of one configuration of the cell, {0}", node.configHash.slice(0, 16));
  item.accessibilityInformation = { label: `${name}: ${item.description}` };
  return item;
}

function leafRow({ run }: LeafNode, wording: Wording): vscode.TreeItem {
  const item = new vscode.TreeItem(wording.t("seed {0}", run.seed));
  item.description = runDescription(run, wording);
  item.iconPath = iconOf(run.state);
  item.tooltip = factsOf(run, wording);
  item.accessibilityInformation = { label: runSpoken(run, wording) };
  const node: LeafNode = { type: "run", key: `run:${run.folder}`, run, children: [] };
  // The Delete key must then mean the run that was clicked, and not the cell that came into view.
  const opening: Opening = { preserveFocus: true };
  item.command = {
    command: "hocslm.runs.open",
    title: wording.t("Open in Notebook"),
    arguments: [node, [node], opening],
  };
  return item;
}

/** A path below the workspace, or the folder's own name where it is the workspace. */
export function placeLabel(place: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(place));
  if (!folder) return place;
  const below = relative(folder.uri.fsPath, place);
  if (below === "") return folder.name;
  return (vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? `${folder.name}/${below}` : below;
}

function iconOf(state: Parameters<typeof stateIcon>[0]): vscode.ThemeIcon {
  const { icon, colour } = stateIcon(state);
  return colour === null ? new vscode.ThemeIcon(icon) : new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

/** What a run's files say is a stranger's text, so nothing of it is read as Markdown. */
function factsOf(run: LeafNode["run"], wording: Wording): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text
    .appendMarkdown("**")
    .appendText(`#${run.cell} · ${wording.t("seed {0}", run.seed)}`)
    .appendMarkdown("**");
  text.appendText(` ${stateWord(run.state, wording.t)}`).appendMarkdown("\n\n");
  for (const [name, value] of runFacts(run, wording))
    text.appendMarkdown("- ").appendText(`${name}: ${value}`).appendMarkdown("\n");
  return text;
}
