import type { Diagnostic, Severity } from "../notebook/index";

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What is needed of a text document to place an offset. */
export interface Places {
  positionAt(offset: number): Position;
}

/** A diagnostic as the editor shows it: 0-based line and character, end exclusive. */
export interface DiagnosticFacts {
  readonly start: Position;
  readonly end: Position;
  readonly severity: Severity;
  readonly message: string;
  readonly code: string;
}

/** Places a diagnostic in a document; the message becomes a full sentence. */
export function diagnosticFacts(document: Places, diagnostic: Diagnostic): DiagnosticFacts {
  const { offset, length, severity, message, code } = diagnostic;
  return {
    start: document.positionAt(offset),
    end: document.positionAt(offset + length),
    severity,
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.?!]$/.test(message) ? "" : "."}`,
    code,
  };
}

/** "2 errors, 1 warning" or "no problems". */
export function tally(diagnostics: readonly Pick<Diagnostic, "severity">[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [counted(errors, "error"), counted(warnings, "warning")].filter((part) => part !== "");
  return parts.join(", ") || "no problems";
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
