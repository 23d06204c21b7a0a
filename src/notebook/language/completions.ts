import * as z from "zod";
import { SAMPLE_SOURCE } from "../cells/data";
import type { KindName } from "../cells/kinds";
import { isKind } from "../cells/kinds";
import type { Span } from "../findings";
import type { Path } from "../yaml";
import type { KnownKey } from "./describe";
import { choicesAt, isA, isMapKey, keyAt, keyMarkdown, keysIn, summaryOf } from "./describe";
import { entriesIn, startOfLine } from "./edits";
import { headerCompletions } from "./headerCompletions";
import type { Cursor } from "./scan";
import { scan } from "./scan";
import type { Sheet, SheetCell } from "./sheet";
import { analysisOf, cellOf, ownersOf, readingOf, scanOf } from "./sheet";
import { changeSnippet, plainly, snippetOf } from "./snippets";
import { changesKnown, keyMeantAt, takesChanges } from "./variedKeys";

export interface Completion {
  readonly label: string;
  readonly kind: "key" | "value" | "id" | "kind" | "path" | "dataset" | "preset";
  /** A snippet in the editor's syntax: `${1:…}`, `$0`; `$`, `}` and `\` of the text are escaped. */
  readonly insert: string;
  /** What it replaces, within one line and around the cursor. */
  readonly replace: Span;
  /** What the editor compares with the replaced text where that is not the label. */
  readonly filter?: string;
  /** A few words beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** Orders the items as text. */
  readonly sort: string;
  /** Whether the next thing to type has completions of its own. */
  readonly again: boolean;
}

/** File names are the asker's to list: those in `folder`, relative to the notebook (empty for its own), that continue what is typed. */
export interface PathRequest {
  readonly folder: string;
  /** The last part of the path, to be replaced by a name. */
  readonly replace: Span;
}

export interface Completions {
  readonly items: readonly Completion[];
  readonly paths: PathRequest | null;
}

/** What the asker knows that no cell says. */
export interface CompletionFacts {
  /** Names and paths of data sets beside the sample, with a few words on each. */
  readonly datasets?: readonly { readonly name: string; readonly detail: string }[];
  /** Ids of clips that a cell holds, for views. */
  readonly clips?: (cell: string) => readonly string[];
}

const NONE: Completions = { items: [], paths: null };

/** What could be typed at a place of a cell, also in text that does not parse. */
export function completionsAt(sheet: Sheet, index: number, offset: number, facts: CompletionFacts = {}): Completions {
  const cell = cellOf(sheet, index);
  if (!cell || offset < 0 || offset > cell.whole.length) return NONE;
  const header = headerCompletions(sheet, cell, offset);
  if (header) return { items: header, paths: null };
  if (offset < cell.textOffset || !isKind(cell.kind)) return NONE;
  const at = offset - cell.textOffset;
  const { cursor } = scan(cell.text.slice(0, at));
  // A quote that is still open from a line above holds no word of ours.
  if (cursor.at === "nothing" || /[\r\n]/.test(cell.text.slice(cursor.start, at))) return NONE;
  if (cursor.at === "key") return new Completer(sheet, cell, cell.kind, at, facts).keys(cursor);
  const { kind, path } = keyMeantAt(cell.kind, cursor.path);
  return new Completer(sheet, cell, kind, at, facts).values({ ...cursor, path });
}

class Completer {
  private readonly text: string;

  constructor(
    private readonly sheet: Sheet,
    private readonly cell: SheetCell,
    private readonly kind: KindName,
    private readonly at: number,
    private readonly facts: CompletionFacts,
  ) {
    this.text = cell.text;
  }

  /** Keys of the map at the cursor that it does not hold yet; where no map can be, the value of the key above. */
  keys(cursor: Cursor & { at: "key" }): Completions {
    const { path, start, flow, fresh } = cursor;
    const changes = takesChanges(this.kind, path);
    const above = path.length > 0 ? keyAt(this.kind, path) : null;
    if (path.length > 0 && !changes && (!above || !isMapKey(above) || typeof path.at(-1) === "number"))
      return fresh && above ? this.values({ at: "value", path, start, flow, glued: false }) : NONE;

    const siblings = entriesIn(scanOf(this.cell), path);
    const here = siblings.find(({ key }) => key !== null && key.offset === start);
    const written = new Set(siblings.filter((entry) => entry !== here).map((entry) => entry.path.at(-1)));
    const end = here?.key ? here.key.offset + here.key.length : this.wordEnd(changes ? /[\w.-]/ : /[\w-]/);
    const span = { offset: start, length: Math.max(end, this.at) - start };
    const { replace, indent } = fresh ? this.indented(span, siblings, path) : { replace: span, indent: "" };
    const hasColon = here !== undefined || /^[ \t]*:/.test(this.text.slice(span.offset + span.length));
    const offered = changes
      ? changesKnown()
      : keysIn(this.kind, path).map((known) => ({ name: lastOf(known.key), kind: this.kind, known }));
    const items = offered
      .filter(({ name }) => !written.has(name))
      .map(({ name, kind, known }, i): Completion => {
        const whole = changes ? changeSnippet(name, path.length === 1) : snippetOf(known, flow);
        const insert = hasColon ? { text: plainly(name), again: false } : whole;
        return {
          label: name,
          kind: "key",
          insert: indent + insert.text,
          replace: this.inSource(replace),
          ...(indent === "" ? {} : { filter: indent + name }),
          detail: known.required ? "required" : bare(known.default),
          documentation: keyMarkdown(known, kind),
          sort: String(i).padStart(3, "0"),
          again: insert.again,
        };
      });
    return { items, paths: null };
  }

  values(cursor: Cursor & { at: "value" }): Completions {
    const { path, start, flow, glued } = cursor;
    const known = keyAt(this.kind, path);
    if (!known) return NONE;
    const quote = /^["']/.exec(this.text.slice(start, this.at))?.[0] ?? "";
    const stop = quote !== "" ? /[^"'\r\n]/ : flow ? /[^\s,[\]{}#]/ : /[^\s#]/;
    const span = { offset: start, length: Math.max(this.wordEnd(stop), this.at) - start };
    const replace = this.inSource(span);
    const lead = glued && !/[[{]/.test(this.text[start - 1] ?? "") ? " " : "";
    const item = (label: string, i: number, more: Partial<Completion> = {}): Completion => ({
      label,
      kind: "value",
      insert: plainly(lead + quote + label + quote),
      replace:
        quote !== "" && this.text[span.offset + span.length] === quote
          ? { ...replace, length: replace.length + 1 }
          : replace,
      ...(lead + quote === "" ? {} : { filter: lead + quote + label }),
      detail: "",
      documentation: keyMarkdown(known, this.kind),
      sort: String(i).padStart(3, "0"),
      again: false,
      ...more,
    });
    const inList = typeof path.at(-1) === "number";
    if (inList && !isA(known.schema, z.ZodArray) && !isA(known.schema, z.ZodTuple)) return NONE;
    if (known.note.refers && inList === isA(known.schema, z.ZodArray))
      return { items: this.ids(known, item), paths: null };
    if (known.note.names === "source") return this.sources(span, item);
    if (known.key === "clips" && inList) return { items: this.clips(path, item), paths: null };
    const choices = choicesAt(this.kind, path);
    const notes = known.note.choices ?? {};
    const usual = known.default.match(/`([^`]+)`/g)?.map((code) => code.slice(1, -1)) ?? [];
    if (choices.length > 0) {
      const items = choices.map((choice, i) =>
        item(choice, i, {
          kind: known.key === "preset" ? "preset" : "value",
          detail: usual[0] === choice ? "default" : "",
          documentation: notes[choice]
            ? `${notes[choice]}\n\n${keyMarkdown(known, this.kind)}`
            : keyMarkdown(known, this.kind),
        }),
      );
      return { items: [...items, ...(inList ? [] : this.maps(known, flow, items.length, item))], paths: null };
    }
    if (inList) return NONE;
    if (isMapKey(known)) return { items: this.maps(known, flow, 0, item), paths: null };
    if (isA(known.schema, z.ZodBoolean)) {
      const items = ["true", "false"].map((word, i) => item(word, i, { detail: usual[0] === word ? "default" : "" }));
      return { items, paths: null };
    }
    // Every default the schema's notes name, with the words around it: "0.001 for adamw".
    const fits = usual.filter((text) => !text.includes(":") && /^[[\d-]|^null$/.test(text));
    const words = [...new Set([...fits, ...(known.allowed.startsWith("`null`") ? ["null"] : [])])];
    return { items: words.map((text, i) => item(text, i, { detail: i === 0 ? "default" : "" })), paths: null };
  }

  private ids(known: KnownKey, item: MakeItem): Completion[] {
    const wanted: readonly string[] = known.note.refers!(readingOf(this.sheet, this.cell)?.merged ?? {});
    const sound = new Map(analysisOf(this.sheet).cells.map((cell) => [cell.id, cell]));
    const owners = [...ownersOf(this.sheet)].filter(([, cell]) => wanted.includes(cell.kind));
    return owners.map(([id, { kind, text }], i) => {
      const cell = sound.get(id);
      const documentation = `**${kind}** cell \`#${id}\`\n\n\`\`\`yaml\n${text
        .trim()
        .split(/\r\n|\n|\r/)
        .slice(0, 8)
        .join("\n")}\n\`\`\``;
      return item(id, i, { kind: "id", detail: cell ? `${kind}: ${summaryOf(cell)}` : kind, documentation });
    });
  }

  /** Data set names, and the names of files where a path is typed. */
  private sources(span: Span, item: MakeItem): Completions {
    const typed = this.text.slice(span.offset, this.at).replace(/^["']/, "");
    const folder = /^(.*[\\/])?/s.exec(typed)![1] ?? "";
    const sets = [{ name: SAMPLE_SOURCE, detail: "the shipped sample" }, ...(this.facts.datasets ?? [])];
    const items = folder === "" ? sets.map(({ name, detail }, i) => item(name, i, { kind: "dataset", detail })) : [];
    const quoted = typed.length < this.at - span.offset ? 1 : 0;
    const offset = span.offset + quoted + folder.length;
    const replace = this.inSource({ offset, length: Math.max(0, span.offset + span.length - offset) });
    return { items, paths: { folder: folder.replace(/\\/g, "/"), replace } };
  }

  private clips(path: Path, item: MakeItem): Completion[] {
    const of = readingOf(this.sheet, this.cell)?.merged["of"];
    if (typeof of !== "string" || !this.facts.clips) return [];
    const written = new Set(
      entriesIn(scanOf(this.cell), path.slice(0, -1)).map(({ value }) =>
        this.text.slice(value.offset, value.offset + value.length),
      ),
    );
    return this.facts
      .clips(of)
      .filter((clip) => !written.has(clip))
      .map((clip, i) => item(clip, i));
  }

  private maps(known: KnownKey, flow: boolean, from: number, item: MakeItem): Completion[] {
    if (!isMapKey(known)) return [];
    const needed = keysIn(this.kind, known.key.split(".")).filter(({ required }) => required);
    const inner = needed.map(({ key }, i) => `${lastOf(key)}: $${i + 1}`).join(", ") || "$1";
    const lead = item("", 0).insert;
    return [item("{ }", from, { insert: `${lead}{ ${inner} \\}`, detail: "a map", again: true })];
  }

  /** A new line's key, at the column of the map's other keys. */
  private indented(span: Span, siblings: readonly { column: number }[], path: Path): { replace: Span; indent: string } {
    const owner = scanOf(this.cell).entries.find((entry) => entry.path.join("\0") === path.join("\0"));
    const column = siblings[0]?.column ?? (owner ? owner.column + 2 : 0);
    const start = startOfLine(this.text, span.offset);
    const blank = this.text.slice(start, span.offset);
    if (
      blank === " ".repeat(column) ||
      blank.trim() !== "" ||
      (path.length === 0 && siblings.length === 0 && blank === "")
    )
      return { replace: span, indent: "" };
    return { replace: { offset: start, length: span.offset + span.length - start }, indent: " ".repeat(column) };
  }

  /** Where the word around the cursor ends, in its line. */
  private wordEnd(part: RegExp): number {
    let end = this.at;
    while (end < this.text.length && part.test(this.text[end]!)) end++;
    return end;
  }

  private inSource({ offset, length }: Span): Span {
    return { offset: this.cell.textOffset + offset, length };
  }
}

type MakeItem = (label: string, i: number, more?: Partial<Completion>) => Completion;

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

/** A default in words, without Markdown. */
function bare(markdown: string): string {
  return markdown.replace(/`/g, "");
}
