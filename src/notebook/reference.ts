import type * as z from "zod";
import { allowedBy, mapOf } from "./cells/allowed";
import { noteOf } from "./cells/field";
import { KIND_NAMES, KINDS } from "./cells/kinds";
import type { KindName } from "./cells/kinds";
import { show } from "./yaml";

/** One key of a cell kind, as the reference page, hover and completion tell of it. */
export interface KeyReference {
  /** With a dot for a key inside another: `augment.crop`. */
  readonly key: string;
  readonly required: boolean;
  /** In Markdown; "required" where there is none. */
  readonly default: string;
  readonly allowed: string;
  readonly meaning: string;
  readonly source: string | null;
}

/** Every key a map schema knows, each map followed by its own keys. */
export function keysOf(schema: z.ZodObject, prefix = ""): KeyReference[] {
  return Object.entries(schema.shape).flatMap(([name, value]) => {
    const key = prefix + name;
    const note = noteOf(value);
    if (!note) throw new Error(`the key ${key} has no note`);
    const inner = mapOf(value);
    const entry: KeyReference = {
      key,
      ...defaultOf(value, note.fallback),
      allowed: allowedBy(value),
      meaning: note.meaning,
      source: note.source ?? null,
    };
    return [entry, ...(inner ? keysOf(inner, `${key}.`) : [])];
  });
}

/** The page docs/cells.md, made from the schemas and nothing else. */
export function referencePage(): string {
  const sections = KIND_NAMES.map((kind) => {
    const rows = keysOf(KINDS[kind].schema).map(({ key, default: value, allowed, meaning, source }) =>
      row([`\`${key}\``, value, allowed, source ? `${meaning} *(${source})*` : meaning]),
    );
    return [
      `## \`${kind}\``,
      "",
      KINDS[kind].about,
      "",
      row(["key", "default", "allowed", "meaning"]),
      row(["---", "---", "---", "---"]),
      ...rows,
      "",
      ...choiceLists(kind),
    ].join("\n");
  });
  return [HEAD, ...sections].join("\n");
}

/** What each value of a key means that a cell of the kind must say. */
function choiceLists(kind: KindName): string[] {
  return Object.entries(KINDS[kind].schema.shape).flatMap(([key, schema]) => {
    const choices = noteOf(schema)?.choices;
    if (!choices || schema.safeParse(undefined).success) return [];
    const items = Object.entries(choices).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
    return [`The values of \`${key}\`:`, "", ...items, ""];
  });
}

const HEAD = `<!-- Made by src/notebook/reference.ts from the schemas; change those, then run the unit tests with UPDATE_DOCS=1. -->

# Cells and their keys

A cell is a fence that begins with \`hgl KIND #id\` and holds YAML 1.2, one key a line. An unknown key is an error that names the nearest
one. A key left out has the default below; the front matter's \`defaults\` can set another for all cells of a kind. Cells name one another
by id, without the \`#\`. How the file around the cells works is told in [notebook-format.md](notebook-format.md).
`;

function defaultOf(schema: z.ZodType, fallback: string | undefined): Pick<KeyReference, "required" | "default"> {
  if (fallback !== undefined) return { required: false, default: fallback };
  const empty = schema.safeParse(undefined);
  if (!empty.success) return { required: true, default: "required" };
  const value =
    typeof empty.data === "string"
      ? empty.data
      : Array.isArray(empty.data)
        ? `[${empty.data.join(", ")}]`
        : show(empty.data);
  return { required: false, default: `\`${value}\`` };
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
}
