import * as vscode from "vscode";
import type { Completion, PathRequest } from "../../notebook/index";
import { completionsAt } from "../../notebook/index";
import { folderPath, isPlainName, pathNames } from "./pathNames";
import type { CellInSheet, Sheets } from "./sheets";
import { rangeIn } from "./sheets";
import { isWanted } from "./triggers";

const MOST_FILES = 50;

const KINDS: Readonly<Record<Completion["kind"], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  id: vscode.CompletionItemKind.Reference,
  kind: vscode.CompletionItemKind.Keyword,
  path: vscode.CompletionItemKind.File,
  dataset: vscode.CompletionItemKind.Module,
  preset: vscode.CompletionItemKind.Constant,
};

export class CellCompletion implements vscode.CompletionItemProvider {
  constructor(private readonly sheets: Sheets) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    { triggerCharacter }: vscode.CompletionContext,
  ): Promise<vscode.CompletionItem[]> {
    const at = this.sheets.at(document);
    if (!at) return [];
    const offset = document.offsetAt(position);
    const { paths } = completionsAt(at.sheet, at.index, offset);
    const datasets = paths?.folder === "" ? await clipFilesBelow(at.notebook, token) : [];
    const { items } = completionsAt(at.sheet, at.index, offset, { datasets });
    const shown = items.filter((item) => isWanted(item, triggerCharacter));
    const files = paths ? await pathItems(document, at, paths, token) : [];
    return [...shown.map((item) => completionItem(document, item)), ...files];
  }
}

function completionItem(document: vscode.TextDocument, completion: Completion): vscode.CompletionItem {
  const { label, kind, insert, replace, filter, detail, documentation, sort, again } = completion;
  const item = new vscode.CompletionItem({ label, description: detail }, KINDS[kind]);
  item.insertText = new vscode.SnippetString(insert);
  item.range = rangeIn(document, replace);
  item.sortText = sort;
  item.documentation = new vscode.MarkdownString(documentation);
  if (filter !== undefined) item.filterText = filter;
  if (again) item.command = suggestAgain();
  return item;
}

/** Folders and data files where a path is typed; nothing where the folder cannot be read. */
async function pathItems(
  document: vscode.TextDocument,
  { notebook }: CellInSheet,
  { folder, replace }: PathRequest,
  token: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  if (notebook.isUntitled) return [];
  const { absolute, path } = folderPath(folder);
  const uri = absolute ? notebook.uri.with({ path }) : vscode.Uri.joinPath(notebook.uri, "..", path);
  let entries: [string, vscode.FileType][];
  try {
    entries = await vscode.workspace.fs.readDirectory(uri);
  } catch {
    return [];
  }
  if (token.isCancellationRequested) return [];
  const range = rangeIn(document, replace);
  const named = entries.map(([name, type]) => ({ name, folder: (type & vscode.FileType.Directory) !== 0 }));
  return pathNames(named).map(({ label, folder: isFolder, sort }) => {
    const item = new vscode.CompletionItem(
      label,
      isFolder ? vscode.CompletionItemKind.Folder : vscode.CompletionItemKind.File,
    );
    item.range = range;
    // Behind the data sets that have names.
    item.sortText = `~${sort}`;
    if (isFolder) item.command = suggestAgain();
    return item;
  });
}

/** Data files in the folders below a notebook; those beside it are offered as paths. */
async function clipFilesBelow(notebook: vscode.NotebookDocument, token: vscode.CancellationToken) {
  if (notebook.isUntitled || !vscode.workspace.getWorkspaceFolder(notebook.uri)) return [];
  const folder = vscode.Uri.joinPath(notebook.uri, "..");
  const pattern = new vscode.RelativePattern(folder, "*/**/*.hgl-clips");
  const files = await vscode.workspace.findFiles(pattern, "**/node_modules/**", MOST_FILES, token);
  return files
    .map(({ path }) => path.slice(folder.path.length).replace(/^\//, ""))
    .filter(isPlainName)
    .sort()
    .map((name) => ({ name, detail: vscode.l10n.t("clips") }));
}

function suggestAgain(): vscode.Command {
  return { command: "editor.action.triggerSuggest", title: vscode.l10n.t("Suggest") };
}
