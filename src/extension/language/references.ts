import * as vscode from "vscode";
import type { Place } from "../../notebook/index";
import { definitionAt, referencesAt, renamableAt, renameAt } from "../../notebook/index";
import type { OpenSheet, Sheets } from "./sheets";
import { rangeIn, workspaceEdit } from "./sheets";

/** Everything the editor does with the ids of cells. */
export class CellReferences
  implements
    vscode.DefinitionProvider,
    vscode.ReferenceProvider,
    vscode.RenameProvider,
    vscode.DocumentHighlightProvider
{
  constructor(private readonly sheets: Sheets) {}

  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.Location | undefined {
    const at = this.sheets.at(document);
    const place = at && definitionAt(at.sheet, at.index, document.offsetAt(position));
    return place ? location(at, place) : undefined;
  }

  provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
  ): vscode.Location[] {
    const at = this.sheets.at(document);
    if (!at) return [];
    const places = referencesAt(at.sheet, at.index, document.offsetAt(position), includeDeclaration);
    return places.map((place) => location(at, place));
  }

  provideDocumentHighlights(document: vscode.TextDocument, position: vscode.Position): vscode.DocumentHighlight[] {
    const at = this.sheets.at(document);
    if (!at) return [];
    return referencesAt(at.sheet, at.index, document.offsetAt(position))
      .filter(({ cell }) => cell === at.index)
      .map((place) => new vscode.DocumentHighlight(rangeIn(document, place)));
  }

  /** Throws an Error whose message the editor shows. */
  prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { range: vscode.Range; placeholder: string } {
    const at = this.sheets.at(document);
    const found = at && renamableAt(at.sheet, at.index, document.offsetAt(position));
    if (!found) throw new Error(vscode.l10n.t("No cell's id stands here."));
    return { range: rangeIn(document, found), placeholder: found.id };
  }

  provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
  ): vscode.WorkspaceEdit | undefined {
    const at = this.sheets.at(document);
    return at ? workspaceEdit(at, renameAt(at.sheet, at.index, document.offsetAt(position), newName)) : undefined;
  }
}

function location({ cells }: OpenSheet, place: Place): vscode.Location {
  const { document } = cells[place.cell]!;
  return new vscode.Location(document.uri, rangeIn(document, place));
}
