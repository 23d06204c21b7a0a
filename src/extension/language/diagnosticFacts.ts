import type { Severity } from "../../notebook/index";
import type { Translate } from "../translate";

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What is needed of a text document to place an offset. */
export interface Places {
  positionAt(offset: number): Position;
}

/** A finding with its place in a document's text. */
export interface PlacedFinding {
  readonly offset: number;
  readonly length: number;
  readonly severity: Severity;
  readonly message: string;
  readonly code: string;
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
export function diagnosticFacts(document: Places, diagnostic: PlacedFinding): DiagnosticFacts {
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
export function tally(t: Translate, diagnostics: readonly { readonly severity: Severity }[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [
    errors === 0 ? "" : errors === 1 ? t("1 error") : t("{0} errors", errors),
    warnings === 0 ? "" : warnings === 1 ? t("1 warning") : t("{0} warnings", warnings),
  ];
  return parts.filter((part) => part !== "").join(", ") || t("no problems");
}
