import type * as z from "zod";
import { ZodArray, ZodString } from "zod";
import { schemaAt, unwrapped } from "../cells/allowed";
import { SAMPLE_SOURCE } from "../cells/data";
import { isKind, KIND_NAMES, KINDS } from "../cells/kinds";
import type { KindName } from "../cells/kinds";
import { ID_PATTERN } from "../fences";
import type { FindingCode } from "../findings";
import { isA, keysIn, keyTable } from "./describe";
import type { Change, Edit } from "./edits";
import { entriesIn, entryOver, inlineYaml, insertion, removal, startOfLine } from "./edits";
import type { Problem } from "./problems";
import type { Entry } from "./scan";
import type { Sheet, SheetCell } from "./sheet";
import { cellOf, freshId, ownersOf, readingOf, scanOf } from "./sheet";

/** Findings about the header, and the one about a key that stands nowhere; all others are mended where they stand. */
const OUTSIDE: ReadonlySet<FindingCode> = new Set([
  "missing-kind",
  "unknown-kind",
  "missing-id",
  "bad-id",
  "duplicate-id",
  "missing-key",
]);

/** One way to mend a problem: a change of one place. */
export interface Fix extends Edit {
  readonly title: string;
  /** Whether it is what was most likely meant. */
  readonly preferred: boolean;
}

/** The ways to mend a problem, the likeliest first; none where only its author can know. */
export function fixesFor(sheet: Sheet, problem: Problem): Fix[] {
  const cell = cellOf(sheet, problem.cell);
  return cell ? new Fixer(sheet, problem, cell).fixes() : [];
}

class Fixer {
  constructor(
    private readonly sheet: Sheet,
    private readonly problem: Problem,
    private readonly cell: SheetCell,
  ) {}

  fixes(): Fix[] {
    const { finding, offset } = this.problem;
    if (offset < this.cell.textOffset && !OUTSIDE.has(finding.code)) return [];
    switch (finding.code) {
      case "missing-kind":
        return this.missingKind();
      case "unknown-kind":
        return (finding.nearest ? [finding.nearest] : [...KIND_NAMES]).map((kind) =>
          this.replace(`Change to \`${kind}\``, kind, finding.nearest !== null),
        );
      case "missing-id":
        return this.missingId(finding.kind, finding.guess);
      case "bad-id":
        return [
          this.newId(finding.id.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z]+|-+$/g, "") || this.cell.kind),
        ];
      case "duplicate-id":
        return [this.newId(finding.id)];
      case "unknown-key":
        return this.unknownKey(finding.nearest);
      case "missing-key":
        return this.missingKey(finding.key);
      case "bad-value":
        return finding.nearest === null
          ? []
          : [this.replace(`Change to \`${finding.nearest}\``, inlineYaml(finding.nearest))];
      case "missing-cell":
      case "wrong-kind":
        return finding.nearest === null ? [] : [this.replace(`Change to \`${finding.nearest}\``, finding.nearest)];
      case "duplicate-key":
        return this.removeEntry(`Remove the second \`${finding.key}\``);
      case "no-effect":
      case "secret":
        return this.removeEntry(`Remove \`${finding.key}\``);
      case "repeated":
        return this.removeEntry(`Remove the second ${finding.value}`);
      case "underscore-number":
      case "comma-number":
      case "leading-zero":
      case "boolean-word":
        return [...this.quote(finding.shown), this.replace(`Change to \`${finding.instead}\``, finding.instead)];
      case "clock-number":
        return this.quote(finding.shown);
      case "missing-space":
        return [this.fix("Put a space behind the colon", this.place(this.end, 0, " "))];
      case "hash-reference":
        return [this.replace("Remove the `#`", finding.id)];
      case "tab":
        return [this.tabs()];
      case "several-documents":
        return this.marker();
      case "nesterov-momentum":
        return [this.replace("Change to `false`", "false")];
      case "bounds-order":
        return [this.replace("Exchange the two", `[${finding.high}, ${finding.low}]`)];
      case "not-rising":
        return [this.replace("Sort", `[${risingNumbers(finding.shown).join(", ")}]`)];
      default:
        return [];
    }
  }

  /** A header for a cell that has none, by the keys it has; the word that stands where one was begun is kept as the id. */
  private missingKind(): Fix[] {
    const { whole, headerSpan, id, kindSpan, textOffset } = this.cell;
    const written = entriesIn(scanOf(this.cell), []).map((entry) => String(entry.path[0]));
    const matches = (kind: KindName): number => keysIn(kind, []).filter(({ key }) => written.includes(key)).length;
    const most = Math.max(...KIND_NAMES.map(matches));
    const kinds = most > 0 ? KIND_NAMES.filter((kind) => matches(kind) === most) : KIND_NAMES;
    return kinds.map((kind) => {
      const header = `${kind} #${id !== null && ID_PATTERN.test(id) ? id : freshId(this.sheet, kind)}`;
      const hasLine = kindSpan === null && (headerSpan.length > 0 || textOffset > 0);
      const change = hasLine
        ? this.place(0, headerSpan.length, header)
        : this.place(0, 0, header + (whole === "" ? "" : (/\r\n|\n|\r/.exec(whole)?.[0] ?? "\n")));
      return this.fix(`Make it ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} cell`, change, kinds.length === 1);
    });
  }

  private missingId(kind: string, guess: string | null): Fix[] {
    const { kindSpan, whole, headerSpan } = this.cell;
    if (!kindSpan) return [];
    const end = kindSpan.offset + kindSpan.length;
    if (guess !== null && !ownersOf(this.sheet).has(guess)) {
      const offset = end + /^\s*/.exec(whole.slice(end, headerSpan.length))![0].length;
      return [this.fix(`Change to \`#${guess}\``, this.place(offset, 0, "#"))];
    }
    const id = freshId(this.sheet, guess ?? kind);
    return [this.fix(`Add \`#${id}\``, this.place(end, 0, ` #${id}`))];
  }

  private newId(wanted: string): Fix {
    const id = freshId(this.sheet, wanted);
    const { offset, length } = this.cell.idSpan!;
    return this.fix(`Change to \`#${id}\``, this.place(offset, length, id));
  }

  private unknownKey(meant: string | null): Fix[] {
    const over = this.entry();
    const siblings = over ? entriesIn(scanOf(this.cell), over.path.slice(0, -1)) : [];
    const free = meant !== null && !siblings.some((entry) => entry.path.at(-1) === meant);
    return [...(free ? [this.replace(`Change to \`${meant}\``, meant)] : []), ...this.removeEntry("Remove it", !free)];
  }

  /** The missing key with a value that is right as far as anyone can tell. */
  private missingKey(key: string): Fix[] {
    const { kind, text } = this.cell;
    if (!isKind(kind)) return [];
    const path = key.split(".");
    const value = this.usualValue(kind, key);
    if (value === null) return [];
    const parent = path.slice(0, -1);
    const order = keysIn(kind, parent).map((known) => known.key.split(".").at(-1)!);
    const change = insertion(text, scanOf(this.cell), parent, path.at(-1)!, value, order);
    return change ? [this.fix(`Add \`${key}: ${value}\``, this.inText(change))] : [];
  }

  private usualValue(kind: KindName, key: string): string | null {
    const known = keyTable(kind).get(key);
    if (!known) return null;
    const { note, schema } = known;
    if (note.names === "source") return SAMPLE_SOURCE;
    if (note.refers) {
      const wanted: readonly string[] = note.refers(readingOf(this.sheet, this.cell)?.merged ?? {});
      const ids = [...ownersOf(this.sheet)].filter(([, cell]) => wanted.includes(cell.kind)).map(([id]) => id);
      const id = ids.find((one) => ID_PATTERN.test(one));
      if (id === undefined) return null;
      return isA(schema, ZodArray) ? inlineYaml([id]) : id;
    }
    const tries: readonly unknown[] = [...(choices(schema) ?? []), [1]];
    const fits = tries.find((value) => schema.safeParse(value).success);
    return fits === undefined ? null : inlineYaml(fits);
  }

  private removeEntry(title: string, preferred = true): Fix[] {
    const entry = this.entry();
    if (!entry) return [];
    return [this.fix(title, this.inText(removal(this.cell.text, scanOf(this.cell), entry)), preferred)];
  }

  /** Quotes, where the key takes any text. */
  private quote(shown: string): Fix[] {
    const entry = this.entry();
    if (!entry || !isKind(this.cell.kind)) return [];
    const schema = schemaAt(KINDS[this.cell.kind].schema, entry.path);
    const text = unwrapped(schema) instanceof ZodString && schema.safeParse(shown).success;
    return text ? [this.replace("Put it in quotes", JSON.stringify(shown))] : [];
  }

  private tabs(): Fix {
    const { whole } = this.cell;
    const start = startOfLine(whole, this.problem.offset);
    const blank = /^[ \t]*/.exec(whole.slice(start))![0];
    return this.fix("Change tabs to spaces", this.place(start, blank.length, blank.replace(/\t/g, "  ")));
  }

  private marker(): Fix[] {
    const { whole } = this.cell;
    const start = startOfLine(whole, this.problem.offset);
    const line = /^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$)/.exec(whole.slice(start));
    return line ? [this.fix("Remove the line", this.place(start, line[0].length, ""))] : [];
  }

  /** The entry the problem is about: the one whose key or value begins where the problem does. */
  private entry(): Entry | null {
    const offset = this.problem.offset - this.cell.textOffset;
    const read = scanOf(this.cell);
    return (
      read.entries.findLast(
        ({ key, value }) => key?.offset === offset || (value.offset === offset && value.length > 0),
      ) ??
      entryOver(read, offset)?.entry ??
      null
    );
  }

  private replace(title: string, text: string, preferred = true): Fix {
    return this.fix(title, this.place(this.problem.offset, this.problem.length, text), preferred);
  }

  private get end(): number {
    return this.problem.offset + this.problem.length;
  }

  private place(offset: number, length: number, text: string): Change {
    return { offset, length, text };
  }

  /** A change of the YAML in places of the source. */
  private inText({ offset, length, text }: Change): Change {
    const { textOffset, headerSpan } = this.cell;
    const lead = textOffset === headerSpan.length && headerSpan.length > 0 ? "\n" : "";
    return { offset: textOffset + offset, length, text: lead + text };
  }

  private fix(title: string, change: Change, preferred = true): Fix {
    return { title, cell: this.cell.index, ...change, preferred };
  }
}

function choices(schema: z.ZodType): readonly string[] | null {
  const bare = unwrapped(schema) as { readonly options?: readonly unknown[] };
  return bare.options?.every((option) => typeof option === "string") ? (bare.options as string[]) : null;
}

function risingNumbers(shown: string): number[] {
  return [...new Set((shown.match(/[0-9]+/g) ?? []).map(Number))].sort((a, b) => a - b);
}
