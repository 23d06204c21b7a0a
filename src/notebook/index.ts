export type { AnalysisOptions } from "./analyse";
export { canonicalJson } from "./canonical";
export { SAMPLE_SOURCE } from "./cells/data";
export type { CellValues, KindName } from "./cells/kinds";
export { isTraining, KIND_NAMES, KINDS } from "./cells/kinds";
export { PRESET_BLOCKS } from "./cells/model";
export type { CellSource } from "./cellSource";
export { readCellSource, writeCellSource } from "./cellSource";
export type { Diagnostic, PartFinding } from "./check";
export { checkFrontMatter, checkNotebook, checkProse, diagnose } from "./check";
export type { EditedCell, EditorCell, EditorFrame, Origin } from "./editorCells";
export { fromEditor, fromEditorCells, NEW_FRAME, toEditorCells } from "./editorCells";
export type { NewCell } from "./edit";
export { editCell, insertCell, moveCell, removeCell, renameCell } from "./edit";
export type { Finding, FindingCode, Severity, Span } from "./findings";
export type { Cell, FrontMatter, HglCell, Notebook, ProseCell } from "./notebook";
export { cellOffsets, FORMAT_VERSION } from "./notebook";
export type { Completion, CompletionFacts, Completions, PathRequest } from "./language/completions";
export { completionsAt } from "./language/completions";
export type { Change, Edit } from "./language/edits";
export { applied } from "./language/edits";
export type { Fix } from "./language/fixes";
export { fixesFor } from "./language/fixes";
export { formatCell } from "./language/format";
export type { Hover } from "./language/hover";
export { hoverAt } from "./language/hover";
export { cellIdentities } from "./language/identities";
export type { Problem } from "./language/problems";
export { keyPlace } from "./language/keyPlace";
export { problemsOf } from "./language/problems";
export { definitionAt, referencesAt } from "./language/references";
export { renamableAt, renameAt } from "./language/rename";
export { setKey, setKeyChange } from "./language/setKey";
export type { Frame, OpenCell, Place, Sheet } from "./language/sheet";
export { openSheet } from "./language/sheet";
export type { CellSymbol } from "./language/symbols";
export { symbolsOf } from "./language/symbols";
export { NotebookError } from "./notebookError";
export { parseNotebook } from "./parse";
export { printNotebook } from "./print";
export type { KeyReference } from "./reference";
export { keysOf, referencePage } from "./reference";
export type {
  ResolvedCell,
  ResolvedConfusion,
  ResolvedData,
  ResolvedModel,
  ResolvedSkeleton,
  ResolvedTrain,
  ResolvedView,
  ResolveOptions,
} from "./resolve";
export { cellsFor, resolveNotebook } from "./resolve";
