import { nearest } from "../common/errors";
import { unwrapped } from "./cells/allowed";
import type { DataFormat } from "../common/vocabulary";
import { expandAblation } from "./ablation";
import { NO_TEXT } from "./cells/ablationChanges";
import type { FieldNote } from "./cells/field";
import { inWords, noteOf } from "./cells/field";
import type { CellValues, KindName } from "./cells/kinds";
import { isKind, KIND_NAMES, KINDS } from "./cells/kinds";
import { countRules } from "./cells/ensemble";
import { validate } from "./cells/validate";
import { ID_PATTERN } from "./fences";
import { windowFinding } from "./dataWindow";
import type { Finding, Span } from "./findings";
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

export interface Checked<K extends KindName> {
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
  /** Cells whose fence and schema are satisfied. */
  readonly cells: readonly CheckedCell[];
  readonly findings: readonly CellFinding[];
}

/** A cell as far as checking goes: what its fence or header says, and its YAML. */
export type CellFace = Pick<HglCell, "kind" | "id" | "attributes" | "text"> & { readonly index: number };

/** What a cell's text says of itself, whatever stands around it. */
export interface CellReading {
  readonly yaml: YamlValue;
  /** With the notebook's defaults beneath. */
  readonly merged: Readonly<Record<string, unknown>>;
  readonly findings: readonly { readonly finding: Finding; readonly span: Span | null }[];
  readonly references: readonly Reference[];
  /** Null where the YAML is none or the schema refuses it. */
  readonly value: CellValues[KindName] | null;
}

export interface Reference {
  readonly key: string;
  readonly id: string;
  readonly wanted: readonly KindName[];
  /** Null where the notebook's defaults name the cell. */
  readonly span: Span | null;
}

/**
 * Checks all cells of a notebook.
 *
 *     cell text -> YAML value -> with the notebook's defaults -> schema -> rules within the cell -> references -> rules between cells
 */
export function analyse(notebook: Notebook, options: AnalysisOptions = {}): Analysis {
  const faces = notebook.cells.flatMap((cell, index): CellFace[] => (cell.type === "hgl" ? [{ ...cell, index }] : []));
  const defaults = notebook.frontMatter?.defaults ?? {};
  return analyseCells(faces, (kind, text) => readCell(kind, text, defaults[kind]), options);
}

/** The same for cells that are in no file; `read` may answer from memory, as a cell's reading follows from its kind and text. */
export function analyseCells(
  faces: readonly CellFace[],
  read: (kind: KindName, text: string) => CellReading,
  options: AnalysisOptions = {},
): Analysis {
  const findings: CellFinding[] = [];
  const cells: CheckedCell[] = [];
  const references: (Reference & { readonly index: number })[] = [];
  const owners = new Map<string, CellFace>();
  for (const face of faces) {
    const { index, kind, id } = face;
    const owner = id ? owners.get(id) : undefined;
    if (id && !owner) owners.set(id, face);
    const fence = fenceFindings(face, owner);
    findings.push(...fence.map((finding) => ({ index, finding, span: null })));
    if (!isKind(kind)) continue;
    const reading = read(kind, face.text);
    findings.push(...reading.findings.map((placed) => ({ index, ...placed })));
    references.push(...reading.references.map((reference) => ({ index, ...reference })));
    if (reading.value === null || fence.length > 0) continue;
    const needs = reading.references.map(({ id: needed }) => needed);
    // The kind's schema made the value, and a cell without an id has a finding; the compiler cannot follow either.
    cells.push({ index, id, kind, value: reading.value, needs } as CheckedCell);
  }
  findings.push(...referenceFindings(references, owners));
  findings.push(...windowFindings(cells, options), ...unseenFindings(cells));
  const expansions = expandAll(cells, options);
  findings.push(...ablationFindings(cells, expansions), ...ensembleFindings(cells, expansions));
  return {
    cells,
    findings: findings.sort((a, b) => a.index - b.index || (a.span?.offset ?? -1) - (b.span?.offset ?? -1)),
  };
}

function fenceFindings({ kind, id, attributes }: CellFace, owner: CellFace | undefined): Finding[] {
  const findings: Finding[] = [];
  if (kind === "") findings.push({ code: "missing-kind", known: KIND_NAMES });
  else if (!isKind(kind))
    findings.push({ code: "unknown-kind", kind, nearest: nearest(kind, KIND_NAMES) ?? null, known: KIND_NAMES });
  if (id === null) {
    const guess = attributes.split(" ")[0]!;
    if (kind !== "") findings.push({ code: "missing-id", kind, guess: ID_PATTERN.test(guess) ? guess : null });
  } else if (!ID_PATTERN.test(id)) findings.push({ code: "bad-id", id });
  if (id && owner) findings.push({ code: "duplicate-id", id, first: owner.index, firstLine: null });
  return findings;
}

/** Reads and checks one cell's YAML by its kind's schema and rules. */
export function readCell(kind: KindName, text: string, defaults: Readonly<Record<string, unknown>> = {}): CellReading {
  const yaml = readYaml(text);
  const findings: { finding: Finding; span: Span | null }[] = [...yaml.problems];
  if (!yaml.readable) return { yaml, merged: {}, findings, references: [], value: null };

  const merged = overlaid(defaults, yaml.value);
  const { schema, rules } = KINDS[kind];
  for (const { path, part, finding } of validate(schema, merged, `a ${kind} cell`)) {
    const span = yaml.spanOf(path, part) ?? (finding.code === "missing-key" ? parentSpan(yaml, path) : undefined);
    const fromDefaults = span === undefined && finding.code !== "missing-key";
    if (!fromDefaults && !explained(yaml, path)) findings.push({ finding, span: span ?? null });
  }
  const references = referencesOf(kind, merged, yaml);
  const result = schema.safeParse(merged);
  if (!result.success) return { yaml, merged, findings, references, value: null };
  const written = new Set(Object.keys(yaml.value));
  // The kind's schema made the value that the same kind's rules read; the compiler cannot follow the index.
  const ruled = (rules as (value: unknown, written: ReadonlySet<string>) => ReturnType<typeof rules>)(
    result.data,
    written,
  );
  for (const { path, finding } of ruled) findings.push({ finding, span: nearestSpan(yaml, path) });
  return { yaml, merged, findings, references, value: result.data };
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

function referencesOf(kind: KindName, value: Readonly<Record<string, unknown>>, yaml: YamlValue): Reference[] {
  return Object.entries(KINDS[kind].schema.shape).flatMap(([key, schema]): Reference[] => {
    const refersAt = noteOf(schema)?.refersAt;
    if (refersAt) return referencesBelow(key, [], value[key], refersAt, yaml);
    const refers = noteOf(schema)?.refers ?? noteOf(unwrapped(schema))?.refers;
    if (!refers) return [];
    const named = value[key];
    const ids: [unknown, Path][] = Array.isArray(named) ? named.map((id, i) => [id, [key, i]]) : [[named, [key]]];
    return ids.flatMap(([id, path]): Reference[] =>
      typeof id === "string" && ID_PATTERN.test(id)
        ? [{ key, id, wanted: refers(value), span: yaml.spanOf(path, "value") ?? null }]
        : [],
    );
  });
}

/** Of a key whose value names cells somewhere within it. */
function referencesBelow(
  key: string,
  path: Path,
  value: unknown,
  refersAt: NonNullable<FieldNote["refersAt"]>,
  yaml: YamlValue,
): Reference[] {
  if (typeof value === "object" && value !== null) {
    const steps: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return steps.flatMap(([step, inner]) => referencesBelow(key, [...path, step], inner, refersAt, yaml));
  }
  const kind = refersAt(path);
  if (kind === null || typeof value !== "string" || !ID_PATTERN.test(value)) return [];
  if (kind === "text" && value === NO_TEXT) return [];
  return [{ key, id: value, wanted: [kind], span: yaml.spanOf([key, ...path], "value") ?? null }];
}

function referenceFindings(
  references: readonly (Reference & { readonly index: number })[],
  owners: ReadonlyMap<string, CellFace>,
): CellFinding[] {
  const findings = references.flatMap(({ index, key, id, wanted, span }): CellFinding[] => {
    const target = owners.get(id);
    const fits = (kind: string): boolean => wanted.some((name) => name === kind);
    if (target && fits(target.kind)) return [];
    const known = [...owners].filter(([, cell]) => fits(cell.kind)).map(([name]) => name);
    const meant = nearest(id, known) ?? (known.length === 1 ? known[0]! : null);
    const named = { key, id, wanted: inWords(wanted), nearest: meant };
    if (!target) return [{ index, span, finding: { code: "missing-cell", ...named, known } }];
    return [{ index, span, finding: { code: "wrong-kind", ...named, kind: target.kind || "nameless" } }];
  });
  const nodes = [...owners].map(([id, { index }]) => ({
    id,
    needs: references.filter((reference) => reference.index === index).map((reference) => reference.id),
  }));
  const ordered = dependencyOrder(nodes);
  if ("cycle" in ordered)
    findings.push({
      index: owners.get(ordered.cycle[0]!)!.index,
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
    const finding = windowFinding(data.value, model, options);
    return finding ? [{ index: cell.index, span: null, finding }] : [];
  });
}

/** What a training can say of classes it never saw comes from their descriptions alone. */
function unseenFindings(cells: readonly CheckedCell[]): CellFinding[] {
  return cells.flatMap((cell): CellFinding[] => {
    if (cell.kind !== "train" || cell.value.text !== undefined) return [];
    const data = cells.find((other) => other.id === cell.value.data);
    if (data?.kind !== "data" || data.value.unseen.length === 0) return [];
    const finding = { code: "unseen-untold", data: data.id, classes: data.value.unseen.length } as const;
    return [{ index: cell.index, span: null, finding }];
  });
}

/** The ablations with their variants: what a notebook's analysis works out once. */
function expandAll(cells: readonly CheckedCell[], options: AnalysisOptions): Expansions {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return new Map(
    cells.flatMap((cell) =>
      cell.kind === "ablation" ? [[cell.id, expandAblation(cell, byId, options)] as const] : [],
    ),
  );
}

type Expansions = ReadonlyMap<string, ReturnType<typeof expandAblation>>;

/** An ablation is where its levels meet the cells they vary. */
function ablationFindings(cells: readonly CheckedCell[], expansions: Expansions): CellFinding[] {
  return cells.flatMap((cell): CellFinding[] => {
    const expanded = cell.kind === "ablation" ? expansions.get(cell.id) : null;
    return expanded && "finding" in expanded ? [{ index: cell.index, span: null, finding: expanded.finding }] : [];
  });
}

/** How many members an ablation brings is known where its variants are. */
function ensembleFindings(cells: readonly CheckedCell[], expansions: Expansions): CellFinding[] {
  return cells.flatMap((cell): CellFinding[] => {
    if (cell.kind !== "ensemble" || cell.value.of === undefined) return [];
    const expanded = expansions.get(cell.value.of);
    if (!expanded || "finding" in expanded) return [];
    const members = expanded.variants.length + cell.value.members.length;
    return countRules(cell.value, members).map(({ finding }) => ({ index: cell.index, span: null, finding }));
  });
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
