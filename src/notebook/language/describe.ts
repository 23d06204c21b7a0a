import type * as z from "zod";
import type { CheckedCell } from "../analyse";
import { choicesOf, mapOf, schemaAt, unwrapped } from "../cells/allowed";
import type { FieldNote } from "../cells/field";
import { noteOf } from "../cells/field";
import type { KindName } from "../cells/kinds";
import { KINDS } from "../cells/kinds";
import type { KeyReference } from "../reference";
import { keysOf } from "../reference";
import type { Path } from "../yaml";

/** A key as the schema knows it. */
export interface KnownKey extends KeyReference {
  readonly schema: z.ZodType;
  readonly note: FieldNote;
}

const tables = new Map<KindName, ReadonlyMap<string, KnownKey>>();

/** Every key of a kind by its dotted name, in the order of the schema. */
export function keyTable(kind: KindName): ReadonlyMap<string, KnownKey> {
  let table = tables.get(kind);
  if (!table) {
    const { schema } = KINDS[kind];
    table = new Map(
      keysOf(schema).map((reference) => {
        const known = schemaAt(schema, reference.key.split("."));
        return [reference.key, { ...reference, schema: known, note: noteOf(known)! }];
      }),
    );
    tables.set(kind, table);
  }
  return table;
}

/** The keys that the map at a path knows, in the order of the schema; none where the schema has no map. */
export function keysIn(kind: KindName, path: Path): KnownKey[] {
  const prefix = path.length === 0 ? "" : `${path.join(".")}.`;
  return [...keyTable(kind).values()].filter(
    ({ key }) => key.startsWith(prefix) && !key.slice(prefix.length).includes("."),
  );
}

/** The key whose value, or part of a value, stands at a path. */
export function keyAt(kind: KindName, path: Path): KnownKey | null {
  const words = path.filter((step) => typeof step === "string");
  return keyTable(kind).get(words.join(".")) ?? null;
}

/** Whether the key takes a map of further keys. */
export function isMapKey({ schema }: KnownKey): boolean {
  return mapOf(schema) !== null;
}

/** The choices at a path, list items included. */
export function choicesAt(kind: KindName, path: Path): string[] {
  const schema = schemaAt(KINDS[kind].schema, path);
  return choicesOf(schema);
}

/** Whether a key's schema is of a zod class beneath its defaults. */
export function isA(schema: z.ZodType, type: abstract new (...args: never[]) => z.ZodType): boolean {
  return unwrapped(schema) instanceof type;
}

/** Meaning, default, range and source of a key, as Markdown. */
export function keyMarkdown({ key, meaning, default: value, allowed, source }: KnownKey, kind: KindName): string {
  const lines = [`Default: ${value}`, `Allowed: ${allowed}`, ...(source === null ? [] : [`Source: ${source}`])];
  return `**\`${key}\`** in a ${kind} cell\n\n${meaning}\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

export function kindMarkdown(kind: KindName): string {
  const needed = keysIn(kind, []).filter(({ required }) => required);
  const keys = needed.map(({ key }) => `\`${key}\``).join(", ");
  return `**${kind}** cell\n\n${KINDS[kind].about}${needed.length > 0 ? `\n\nNeeds ${keys}.` : ""}`;
}

/** One line on what a cell does: "30 epochs, batch 16, sgd, 3 seeds". */
export function summaryOf(cell: CheckedCell): string {
  switch (cell.kind) {
    case "data": {
      const { source, stream, split, window } = cell.value;
      const by = split === "default" ? "" : typeof split === "string" ? `, ${split}` : `, split by ${split.by}`;
      return `${source}, stream ${stream}${by}${window === undefined ? "" : `, ${window} frames`}`;
    }
    case "model": {
      const { preset, widths, cts, dht } = cell.value;
      const own = [widths && `${widths.length} blocks`, cts !== "both" && `cts ${cts}`, dht !== "both" && `dht ${dht}`];
      return [preset, ...own.filter((word) => word)].join(", ");
    }
    case "text": {
      const { data, source, encoder } = cell.value;
      return `${source} for #${data}, encoder ${encoder}`;
    }
    case "train": {
      const { model, data, text, epochs, batch, optimizer, seeds } = cell.value;
      const taught = text === undefined ? "" : ` with #${text}`;
      return `#${model} on #${data}${taught}, ${counted(epochs, "epoch")}, batch ${batch}, ${optimizer}, ${counted(seeds.length, "seed")}`;
    }
    case "ablation": {
      const { of, factors, design } = cell.value;
      return `#${of} by ${Object.keys(factors).join(", ")}${design === "grid" ? "" : ", one by one"}`;
    }
    case "ensemble": {
      const { of, members, weights } = cell.value;
      const named = [
        ...(of === undefined ? [] : [`the variants of #${of}`]),
        ...members.map((member) => (cell.needs.includes(member) ? `#${member}` : member)),
      ];
      return `${named.join(", ")}, weights ${Array.isArray(weights) ? weights.join(", ") : weights}`;
    }
    case "view":
    case "figure":
    case "table": {
      const { of, with: beside, ...value } = cell.value;
      const minus = "minus" in value && value.minus !== undefined ? ` minus #${value.minus}` : "";
      const what = "view" in value ? value.view : "figure" in value ? value.figure : value.table;
      return `${what} of ${[of, ...beside].map((id) => `#${id}`).join(", ")}${minus}`;
    }
  }
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
