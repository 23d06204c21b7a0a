import { nearest } from "../common/errors";
import { unwrapped } from "./cells/allowed";
import type { DataFormat } from "./cells/data";
import { completeData, formatInWords } from "./cells/data";
import { noteOf } from "./cells/field";
import type { CellValues, KindName } from "./cells/kinds";
import { isKind, KIND_NAMES, KINDS } from "./cells/kinds";
import { completeModel, leastWindow } from "./cells/model";
import { validate } from "./cells/validate";
import { ID_PATTERN } from "./fences";
import type { Finding, Placed, Span } from "./findings";
import type { HglCell, Notebook } from "./notebook";
import { dependencyOrder } from "./order";
import type { Path, YamlValue } from "./yaml";
import { readYaml } from "./yaml";

/** A finding with the cell it is about; `span` lies in the cell's text, or is null when the fence line is meant. */
export interface CellFinding {
  readonly index: number;
  readonly finding: Finding;
  readonly span: Span | null;
}

export type CheckedCell = { readonly [K in KindName]: Checked<K> }[KindName];

interface Checked<K extends KindName> {
  readonly index: number;
  readonly id: string;
  readonly kind: K;
  readonly value: CellValues[K];
  /** Ids of the cells it names, in the order of the schema. */
  readonly needs: readonly string[];
}

export interface AnalysisOptions {
  /** Tells the layout of a data folder whose cell says `format: auto`; without it only the path's words count. */
  readonly format?: (source: string) => DataFormat;
}

export interface Analysis {
  /** Cells without errors of their own. */
  readonly cells: readonly CheckedCell[];
  readonly findings: readonly CellFinding[];
}

interface Reference {
  readonly index: number;
  readonly key: string;
  readonly id: string;
  readonly wanted: KindName;
  readonly span: Span | null;
}

/**
 * Checks all cells of a notebook.
 *
 *     cell text -> YAML value -> with the notebook's defaults -> schema -> rules within the cell -> references -> rules between cells
 */
export function analyse(notebook: Notebook, options: AnalysisOptions = {}): Analysis {
  const findings: CellFinding[] = [];
  const cells: CheckedCell[] = [];
  const references: Reference[] = [];
  const kinds = new Map<string, { kind: string; index: number }>();
  notebook.cells.forEach((cell, index) => {
    if (cell.type !== "hgl") return;
    if (cell.id) kinds.set(cell.id, { kind: cell.kind, index });
    const fence = fenceFindings(cell);
    findings.push(...fence.map((finding) => ({ index, finding, span: null })));
    if (!isKind(cell.kind)) return;
    const checked = checkCell(cell.kind, cell, index, notebook.frontMatter?.defaults[cell.kind] ?? {});
    findings.push(...checked.findings);
    references.push(...checked.references);
    if (checked.cell && fence.length === 0) cells.push(checked.cell);
  });
  findings.push(...referenceFindings(notebook, references, kinds));
  findings.push(...windowFindings(cells, options));
  return {
    cells,
    findings: findings.sort((a, b) => a.index - b.index || (a.span?.offset ?? -1) - (b.span?.offset ?? -1)),
  };
}

function fenceFindings(cell: HglCell): Finding[] {
  if (cell.kind === "") return [{ code: "missing-kind", known: KIND_NAMES }];
  const findings: Finding[] = [];
  if (!isKind(cell.kind))
    findings.push({
      code: "unknown-kind",
      kind: cell.kind,
      nearest: nearest(cell.kind, KIND_NAMES) ?? null,
      known: KIND_NAMES,
    });
  if (cell.id === null) {
    const guess = cell.attributes.split(" ")[0]!;
    findings.push({ code: "missing-id", kind: cell.kind, guess: ID_PATTERN.test(guess) ? guess : null });
  } else if (!ID_PATTERN.test(cell.id)) findings.push({ code: "bad-id", id: cell.id });
  return findings;
}

function checkCell(kind: KindName, cell: HglCell, index: number, defaults: Readonly<Record<string, unknown>>) {
  const findings: CellFinding[] = [];
  const yaml = readYaml(cell.text);
  const place = ({ finding, span }: Placed): void => void findings.push({ index, finding, span });
  yaml.problems.forEach(place);
  if (!yaml.readable) return { findings, references: [], cell: null };

  const merged = overlaid(defaults, yaml.value);
  const { schema, rules } = KINDS[kind];
  for (const { path, part, finding } of validate(schema, merged, `a ${kind} cell`)) {
    const span = yaml.spanOf(path, part) ?? (finding.code === "missing-key" ? parentSpan(yaml, path) : undefined);
    const fromDefaults = span === undefined && finding.code !== "missing-key";
    if (!fromDefaults && !explained(yaml, path)) findings.push({ index, finding, span: span ?? null });
  }
  const references = referencesOf(kind, merged, index, yaml);
  const result = schema.safeParse(merged);
  if (!result.success) return { findings, references, cell: null };
  const written = new Set(Object.keys(yaml.value));
  // The kind's schema made the value that the same kind's rules read; the compiler cannot follow the index.
  const ruled = (rules as (value: unknown, written: ReadonlySet<string>) => ReturnType<typeof rules>)(
    result.data,
    written,
  );
  for (const { path, finding } of ruled) findings.push({ index, finding, span: nearestSpan(yaml, path) });
  const checked = {
    index,
    id: cell.id ?? "",
    kind,
    value: result.data,
    needs: references.map(({ id }) => id),
  } as CheckedCell;
  return { findings, references, cell: checked };
}

/** Whether a YAML trap at the same value already says what is wrong there. */
function explained(yaml: YamlValue, path: Path): boolean {
  const span = yaml.spanOf(path, "value");
  return span !== undefined &&
    yaml.problems.some(
      (problem) => problem.span.offset >= span.offset && problem.span.offset <= span.offset + span.length,
    )
    ? true
    : yaml.problems.some(({ finding }) => finding.code === "hash-reference" && finding.key === path[path.length - 1]);
}

function parentSpan(yaml: YamlValue, path: Path): Span | undefined {
  return path.length > 1 ? yaml.spanOf(path.slice(0, -1), "key") : undefined;
}

function nearestSpan(yaml: YamlValue, path: Path): Span | null {
  for (let length = path.length; length > 0; length--) {
    const span = yaml.spanOf(path.slice(0, length), "value");
    if (span) return span;
  }
  return null;
}

function referencesOf(
  kind: KindName,
  value: Readonly<Record<string, unknown>>,
  index: number,
  yaml: YamlValue,
): Reference[] {
  return Object.entries(KINDS[kind].schema.shape).flatMap(([key, schema]) => {
    const wanted = noteOf(schema)?.refers ?? noteOf(unwrapped(schema))?.refers;
    const id = value[key];
    if (!wanted || typeof id !== "string" || !ID_PATTERN.test(id)) return [];
    return [{ index, key, id, wanted, span: yaml.spanOf([key], "value") ?? null }];
  });
}

function referenceFindings(
  notebook: Notebook,
  references: readonly Reference[],
  kinds: ReadonlyMap<string, { kind: string; index: number }>,
): CellFinding[] {
  const findings = references.flatMap(({ index, key, id, wanted, span }): CellFinding[] => {
    const target = kinds.get(id);
    if (target?.kind === wanted) return [];
    const known = [...kinds].filter(([, cell]) => cell.kind === wanted).map(([name]) => name);
    const meant = nearest(id, known) ?? (known.length === 1 ? known[0]! : null);
    if (!target) return [{ index, span, finding: { code: "missing-cell", key, id, wanted, nearest: meant, known } }];
    return [
      {
        index,
        span,
        finding: { code: "wrong-kind", key, id, kind: target.kind || "nameless", wanted, nearest: meant },
      },
    ];
  });
  const nodes = notebook.cells.flatMap((cell, index) =>
    cell.type === "hgl" && cell.id
      ? [{ id: cell.id, needs: references.filter((reference) => reference.index === index).map(({ id }) => id) }]
      : [],
  );
  const ordered = dependencyOrder(nodes);
  if ("cycle" in ordered)
    findings.push({
      index: kinds.get(ordered.cycle[0]!)!.index,
      finding: { code: "cycle", ids: ordered.cycle },
      span: null,
    });
  return findings;
}

/** A train cell is where its model's strides meet its data's window. */
function windowFindings(cells: readonly CheckedCell[], options: AnalysisOptions): CellFinding[] {
  return cells.flatMap((cell): CellFinding[] => {
    if (cell.kind !== "train") return [];
    const data = cells.find((other) => other.id === cell.value.data);
    const model = cells.find((other) => other.id === cell.value.model);
    if (data?.kind !== "data" || model?.kind !== "model") return [];
    const { window } = completeData(data.value, dataFormat(data.value, options));
    const least = leastWindow(completeModel(model.value));
    return window >= least
      ? []
      : [{ index: cell.index, span: null, finding: { code: "window-short", window, least, model: model.id } }];
  });
}

/** The recipe a data cell follows. */
export function dataFormat(value: CellValues["data"], { format }: AnalysisOptions): DataFormat {
  return format && value.format === "auto" ? format(value.source) : formatInWords(value);
}

/** The second map over the first, map by map; lists and plain values replace. */
function overlaid(
  under: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(merged, key) ? merged[key] : undefined;
    merged[key] = isMap(below) && isMap(value) ? overlaid(below, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
