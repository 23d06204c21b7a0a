import type { AnalysisOptions } from "../analyse";
import type { Finding, FindingCode, Severity, Span } from "../findings";
import { severityOf } from "../findings";
import { messageOf } from "../wording";
import type { Place, Sheet, SheetCell } from "./sheet";
import { analysisOf, cellOf } from "./sheet";

/** Something wrong with a cell, placed in its source. */
export interface Problem extends Place {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly message: string;
  /** The facts behind the message. */
  readonly finding: Finding;
}

/** Everything wrong with the cells of a notebook, cell by cell in their order. */
export function problemsOf(sheet: Sheet, options: AnalysisOptions = {}): Problem[] {
  return analysisOf(sheet, options).findings.map(({ index, finding, span }) => {
    const cell = cellOf(sheet, index)!;
    const { offset, length } = span
      ? shown(cell, { offset: cell.textOffset + span.offset, length: span.length }, finding)
      : headSpan(cell, finding);
    const severity = severityOf(finding);
    return { cell: index, offset, length, severity, code: finding.code, message: messageOf(finding), finding };
  });
}

/** What of its header a finding is about that is not about the YAML. */
function headSpan(cell: SheetCell, finding: Finding): Span {
  const { headerSpan, kindSpan, idSpan, whole } = cell;
  if (finding.code === "unknown-kind" && kindSpan) return kindSpan;
  if ((finding.code === "bad-id" || finding.code === "duplicate-id") && idSpan)
    return idSpan.length > 0 ? idSpan : { offset: idSpan.offset - 1, length: 1 };
  if (headerSpan.length > 0) {
    const text = whole.slice(0, headerSpan.length);
    const blank = text.length - text.trimStart().length;
    return text.trim() === "" ? headerSpan : { offset: blank, length: text.trim().length };
  }
  return { offset: 0, length: /^[^\r\n]*/.exec(whole)![0].length };
}

/** Without blanks at its end, at least one unit long where the source has one, and never past its end. */
function shown({ whole, textOffset }: SheetCell, { offset, length }: Span, { code }: Finding): Span {
  const start = Math.min(offset, whole.length);
  const text = whole.slice(start, start + length).trimEnd();
  if (text === "" && code === "yaml-syntax") {
    // The reader stumbles where a line ends; what it misses belongs behind the last thing that is there.
    const last = whole.slice(textOffset, start).trimEnd().length;
    if (last > 0) return { offset: textOffset + last - 1, length: 1 };
  }
  return { offset: start, length: Math.min(Math.max(1, text.length), whole.length - start) };
}
