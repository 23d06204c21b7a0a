import * as vscode from "vscode";
import { freeName, stemOf } from "./freeName";
import type { Sample } from "./samples";
import { samples } from "./samples";
import { namesIn, openUntitled } from "./untitled";

/**
 * "HocSLM: Open Sample Notebook": copies a sample into the workspace folder, where its runs will lie beside it, and opens it; without a folder, as
 * an unsaved notebook. `argument` is a sample's file name without its ending, else the user chooses. `media` holds the samples.
 */
export async function openSample(media: vscode.Uri, argument: unknown): Promise<void> {
  const sample = await choose(argument);
  if (!sample) return;
  const source = vscode.Uri.joinPath(media, sample.file);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder =
    folders.length > 1
      ? await vscode.window.showWorkspaceFolderPick({
          placeHolder: vscode.l10n.t("Which folder gets the sample and its runs?"),
        })
      : folders[0];
  if (folder) return openCopy(source, folder.uri, sample);
  if (folders.length > 1) return;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  await openUntitled(stemOf(sample.file), text, undefined);
}

async function choose(argument: unknown): Promise<Sample | undefined> {
  const known = samples(vscode.l10n.t);
  const named = known.find(({ file }) => stemOf(file) === argument);
  if (named) return named;
  const items = known.map((sample) => ({
    label: `$(${sample.icon}) ${sample.title}`,
    description: sample.file,
    detail: sample.detail,
    sample,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Sample notebooks"),
    placeHolder: vscode.l10n.t("Each trains in minutes on two cores"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.sample;
}

/** Never writes over a file: a copy that is there already is opened, under its own name or beside a new one. */
async function openCopy(source: vscode.Uri, folder: vscode.Uri, { file, title }: Sample): Promise<void> {
  const names = new Set(await namesIn(folder));
  const target = vscode.Uri.joinPath(folder, file);
  if (names.has(file)) {
    if (await sameBytes(source, target)) return show(target);
    const other = freeName(stemOf(file), names);
    const open = { label: vscode.l10n.t("Open {0}", file), name: file, copy: false };
    const copy = { label: vscode.l10n.t("Copy the sample to {0}", other), name: other, copy: true };
    const picked = await vscode.window.showQuickPick([open, copy], {
      title,
      placeHolder: vscode.l10n.t("{0} is there already and has been changed", file),
    });
    if (!picked) return;
    const chosen = vscode.Uri.joinPath(folder, picked.name);
    if (picked.copy) await vscode.workspace.fs.copy(source, chosen, { overwrite: false });
    return show(chosen);
  }
  await vscode.workspace.fs.copy(source, target, { overwrite: false });
  await show(target);
}

async function sameBytes(a: vscode.Uri, b: vscode.Uri): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([vscode.workspace.fs.readFile(a), vscode.workspace.fs.readFile(b)]);
    return Buffer.compare(one, other) === 0;
  } catch {
    return false;
  }
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
}
