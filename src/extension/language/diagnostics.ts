import * as vscode from "vscode";
import type { PlacedFinding, Places } from "./diagnosticFacts";
import { diagnosticFacts } from "./diagnosticFacts";

const SEVERITIES = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning } as const;

/** A finding as the Problems panel shows it. */
export function shownDiagnostic(document: Places, finding: PlacedFinding): vscode.Diagnostic {
  const { start, end, message, severity, code } = diagnosticFacts(document, finding);
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const result = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  result.source = "HocSLM";
  result.code = code;
  return result;
}
