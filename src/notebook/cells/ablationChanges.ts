import type * as z from "zod";
import type { Finding } from "../findings";
import type { Path } from "../yaml";
import { show } from "../yaml";
import { mapOf } from "./allowed";
import { dataSchema } from "./data";
import type { KindName } from "./kinds";
import { modelSchema } from "./model";
import { trainSchema } from "./train";
import { nearestKey, validate } from "./validate";

/** What one level of a factor changes: "model.cts" or "train.language.align" to a value, "data", "model" or "text" to a cell's id. */
export type Changes = Readonly<Record<string, unknown>>;

export interface Level {
  readonly label: string;
  readonly changes: Changes;
  /** Where the level stands below `factors`. */
  readonly path: Path;
}

/** Kinds of cells whose keys a factor may change. */
export type VariedKind = "data" | "model" | "train";
const SCHEMAS: Readonly<Record<VariedKind, z.ZodObject>> = { data: dataSchema, model: modelSchema, train: trainSchema };

/** Cells that a train cell names, and that a variant may replace. */
export const REPLACED = ["data", "model", "text"] as const;
/** The variant without the text cell. */
export const NO_TEXT = "none";

/** Keys of a train cell that are changed elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  data: "data",
  model: "model",
  text: "text",
  seeds: "seeds",
  executor: "executor",
};

export type Target =
  { readonly kind: VariedKind; readonly path: readonly string[] } | { readonly replaces: (typeof REPLACED)[number] };

/** What a change means; undefined where there is no such key. */
export function targetOf(name: string): Target | undefined {
  const replaces = REPLACED.find((one) => one === name);
  if (replaces) return { replaces };
  const [kind, ...path] = name.split(".");
  if (!isVaried(kind) || path.length === 0 || (kind === "train" && Object.hasOwn(ELSEWHERE, path[0]!)))
    return undefined;
  return keyed(SCHEMAS[kind], path) ? { kind, path } : undefined;
}

function isVaried(word: string | undefined): word is VariedKind {
  return word !== undefined && Object.hasOwn(SCHEMAS, word);
}

function keyed(schema: z.ZodType, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  const shape = mapOf(schema)?.shape;
  return shape !== undefined && Object.hasOwn(shape, key) && keyed(shape[key] as z.ZodType, rest);
}

/** The kind of cell that is named at a place below `factors`; null where none is. */
export function referredAt(path: Path): KindName | null {
  const [factor, second, third] = path;
  const isList = path.length === 2 && typeof second === "number";
  const name = isList ? factor : path.length === 3 ? third : undefined;
  return REPLACED.find((one) => one === name) ?? null;
}

/** The levels of a factor, in their order. */
export function levelsOf(name: string, factor: unknown): Level[] {
  if (Array.isArray(factor))
    return factor.map((value, i) => ({
      label: labelOf(name, value),
      changes: { [name]: value as unknown },
      path: [name, i],
    }));
  return Object.entries(factor as Readonly<Record<string, Changes>>).map(([label, changes]) => ({
    label,
    changes,
    path: [name, label],
  }));
}

/** "gsm" says what it is; "lr 0.05" would not without its key. */
function labelOf(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  return `${leafOf(name)} ${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`;
}

/** What is wrong with a change, whatever else its variant changes; the path begins at the change. */
export function changeFindings(
  name: string,
  value: unknown,
): readonly { readonly path: Path; readonly finding: Finding }[] {
  const target = targetOf(name);
  if (!target) return [{ path: [], finding: unknownChange(name) }];
  if ("replaces" in target) {
    if (typeof value === "string") return [];
    const allowed = `the id of a ${target.replaces} cell${target.replaces === "text" ? `, or \`${NO_TEXT}\`` : ""}`;
    return [{ path: [], finding: { code: "bad-value", key: name, shown: show(value), allowed, nearest: null } }];
  }
  const { kind, path } = target;
  const owner = `a ${kind} cell`;
  return validate(SCHEMAS[kind], withValue({}, path, value), owner).flatMap((invalid) =>
    // Keys that the varied cell has are missing here.
    path.every((step, i) => invalid.path[i] === step)
      ? [{ path: invalid.path.slice(path.length), finding: invalid.finding }]
      : [],
  );
}

function unknownChange(name: string): Finding {
  const [kind = "", ...rest] = name.split(".");
  const first = rest[0];
  if (kind === "train" && first !== undefined && Object.hasOwn(ELSEWHERE, first)) {
    const key = ELSEWHERE[first]!;
    return { code: "not-varied", key: name, instead: key };
  }
  const known = knownChanges();
  const leaf = nearestKey(leafOf(name), known.map(leafOf));
  const alike = known.find((one) => leafOf(one) === leaf) ?? null;
  return { code: "unknown-key", key: name, in: "an ablation's factors", nearest: alike, known };
}

export function leafOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Every change there is, maps' own keys after them. */
export function knownChanges(): string[] {
  const below = (schema: z.ZodType, prefix: string): string[] =>
    Object.entries(mapOf(schema)?.shape ?? {}).flatMap(([key, inner]) => [
      `${prefix}.${key}`,
      ...below(inner as z.ZodType, `${prefix}.${key}`),
    ]);
  const keys = (Object.keys(SCHEMAS) as VariedKind[]).flatMap((kind) => below(SCHEMAS[kind], kind));
  return [...REPLACED, ...keys.filter((name) => targetOf(name) !== undefined)];
}

/** The value with another one at a path of it; maps that are missing are made. */
export function withValue(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const fields = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return { ...fields, [key]: withValue(fields[key], rest, to) };
}
