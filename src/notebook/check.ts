import { nearest } from "../common/errors";
import type { AnalysisOptions } from "./analyse";
import { analyse } from "./analyse";
import { isKind, KIND_NAMES, KINDS } from "./cells/kinds";
import { validate } from "./cells/validate";
import { fenceAt, isSeparator, verbatimAt } from "./fences";
import type { Finding, FindingCode, Placed, Severity, Span } from "./findings";
import { severityOf } from "./findings";
import { frontMatterWarnings, frontMatterYaml } from "./frontMatter";
import { lineCounter, splitLines } from "./lines";
import type { FrontMatter, HglCell, Notebook } from "./notebook";
import { bodyOffset, cellOffsets } from "./notebook";
import { NotebookError } from "./notebookError";
import { parseNotebook } from "./parse";
import { printNotebook } from "./print";
import { messageOf } from "./wording";

/** One thing to tell a notebook's author, placed in the file's text. */
export interface Diagnostic {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  /** The facts behind the message, for quick fixes. */
  readonly finding: Finding;
  /** In UTF-16 units of the file's text. */
  readonly offset: number;
  readonly length: number;
  /** 1-based. */
  readonly line: number;
  readonly cellId: string | null;
  readonly cellIndex: number | null;
  /** The place in `cell.text`; null when it lies outside the cell's YAML. */
  readonly inCell: Span | null;
}

/** Everything wrong with a notebook's text, in its order. Never throws for what the text holds. */
export function checkNotebook(text: string, options: AnalysisOptions = {}): Diagnostic[] {
  let notebook: Notebook;
  try {
    notebook = parseNotebook(text);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const { finding, line, offset, length } = error;
    return [{ ...told(finding), offset, length, line, cellId: null, cellIndex: null, inCell: null }];
  }
  return diagnose(notebook, options);
}

/** The same for a notebook already read. */
export function diagnose(notebook: Notebook, options: AnalysisOptions = {}): Diagnostic[] {
  const text = printNotebook(notebook);
  const lineOf = lineCounter(text);
  const offsets = cellOffsets(notebook);
  const outside = (finding: Finding, offset: number, length: number, cellIndex: number | null): Diagnostic => {
    const cell = cellIndex === null ? undefined : notebook.cells[cellIndex];
    const cellId = cell?.type === "hgl" ? cell.id : null;
    return { ...told(finding), offset, length, line: lineOf(offset), cellId, cellIndex, inCell: null };
  };
  const start = notebook.bom ? 1 : 0;
  const front = frontFindings(notebook).map(({ finding, span }) =>
    outside(finding, start + span.offset, span.length, null),
  );
  const prose = proseFindings(notebook).map(({ index, finding, span }) =>
    outside(finding, offsets[index]! + span.offset, span.length, index),
  );
  const cells = analyse(notebook, options).findings.map(({ index, finding: found, span }) => {
    const finding = found.code === "duplicate-id" ? { ...found, firstLine: lineOf(offsets[found.first]!) } : found;
    const cell = notebook.cells[index] as HglCell;
    const fenceLength = cell.open.replace(/[\r\n]+$/, "").length;
    if (!span) return outside(finding, offsets[index]!, fenceLength, index);
    const bodyStart = offsets[index]! + cell.open.length;
    const from = bodyStart + bodyOffset(cell, span.offset);
    const to = bodyStart + bodyOffset(cell, span.offset + span.length);
    return { ...outside(finding, from, Math.max(1, to - from), index), inCell: span };
  });
  return [...front, ...prose, ...cells].sort((a, b) => a.offset - b.offset);
}

function told(finding: Finding): Pick<Diagnostic, "code" | "severity" | "message" | "finding"> {
  return { code: finding.code, severity: severityOf(finding), message: messageOf(finding), finding };
}

function frontFindings({ frontMatter }: Pick<Notebook, "frontMatter">): Placed[] {
  if (!frontMatter) return [{ finding: { code: "no-front-matter", missing: "all" }, span: { offset: 0, length: 0 } }];
  const yaml = frontMatterYaml(frontMatter);
  const warnings = frontMatterWarnings(frontMatter);
  const foreign = warnings.flatMap(({ finding }) =>
    finding.code === "front-matter-key" ? [yaml.spanOf([finding.key], "value")!] : [],
  );
  const ours = yaml.problems.filter(
    ({ span }) => !foreign.some(({ offset, length }) => span.offset >= offset && span.offset < offset + length),
  );
  const findings = [...ours, ...warnings];
  for (const [kind, values] of Object.entries(frontMatter.defaults)) {
    if (!isKind(kind)) {
      const finding = {
        code: "unknown-kind",
        kind,
        nearest: nearest(kind, KIND_NAMES) ?? null,
        known: KIND_NAMES,
      } as const;
      findings.push({ finding, span: yaml.spanOf(["defaults", kind], "key")! });
      continue;
    }
    for (const { path, part, finding } of validate(KINDS[kind].schema.partial(), values, `a ${kind} cell`)) {
      const place = ["defaults", kind, ...path];
      findings.push({ finding, span: yaml.spanOf(place, part) ?? yaml.spanOf(["defaults", kind], "key")! });
    }
  }
  return findings;
}

/** Fences in prose that look as if a cell was meant. */
function proseFindings(notebook: Notebook): (Placed & { index: number })[] {
  return notebook.cells.flatMap((cell, index) =>
    cell.type === "prose" ? fencesMeant(cell.raw).map((placed) => ({ ...placed, index })) : [],
  );
}

function fencesMeant(prose: string): Placed[] {
  const found: Placed[] = [];
  const lines = splitLines(prose);
  for (let i = 0; i < lines.length; i++) {
    const { text, offset } = lines[i]!;
    const nested = /^(?: {4,}|\s*\t|\s*(?:[-*+>]|\d+[.)])\s*)(?:`{3,}|~{3,})\s*hgl\b/.test(text);
    const capitals = /^ {0,3}(?:`{3,}|~{3,})\s*hgl(?:\s|$)/i.test(text) && !fenceAt(text)?.hgl;
    if (nested || capitals)
      found.push({
        finding: { code: "not-a-cell", why: nested ? "nested" : "capitals" },
        span: { offset, length: text.length },
      });
    if (!isSeparator(text)) i = verbatimAt(lines, i)?.end ?? i;
  }
  return found;
}

/** Something to tell about a part of a notebook that an editor shows by itself, placed in that part. */
export interface PartFinding extends Span {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
}

/** What is odd in the Markdown of a prose cell. */
export function checkProse(text: string): PartFinding[] {
  return fencesMeant(text).map(inPart);
}

/** What is wrong or odd in the front matter that a notebook was read with. */
export function checkFrontMatter(frontMatter: FrontMatter | null): PartFinding[] {
  return frontFindings({ frontMatter }).map(inPart);
}

function inPart({ finding, span }: Placed): PartFinding {
  const { code, severity, message } = told(finding);
  return { code, severity, message, ...span };
}
