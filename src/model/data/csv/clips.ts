import { HglError } from "../../../common/errors";
import { numbered, renumberedWarning } from "../numbered";
import type { Protocol } from "../protocol";
import type { ByteSource } from "../source";
import type { Columns } from "./columns";
import { rows } from "./table";
import type { Dialect, Row } from "./table";

/** One clip of a table before its numbers are read. */
export interface ListedClip {
  readonly id: string;
  readonly label: string;
  readonly subject: string;
  readonly view: string;
  readonly setup: string;
  readonly split: string;
  /** Its rows: bytes [start, end), the first of which has this number. */
  readonly start: number;
  readonly end: number;
  readonly row: number;
}

const MOST_CLIPS = 1_000_000;
const MOST_CLASSES = 10_000;
const MOST_CHARACTERS = 500;
const OWN = ["label", "subject", "view", "setup", "split"] as const;

/**
 * Walks through a table once and finds each clip's rows, which must stand together. `see` is shown every row. Throws HglError "data" with
 * the row of a clip that comes again later, or that changes its label, subject, view, set-up or split.
 */
export function listClips(
  source: ByteSource,
  dialect: Dialect,
  columns: Columns,
  see: (row: Row) => void,
): readonly ListedClip[] {
  const fail = (row: Row, what: string, next: string): never => {
    throw new HglError({ code: "data", where: `${source.name}, row ${row.number}`, what, next });
  };
  const clips: (Omit<ListedClip, "end"> & { end: number })[] = [];
  const seen = new Set<string>();
  const cell = (row: Row, column: number | undefined): string =>
    column === undefined ? "" : (row.cells[column] ?? "");
  for (const row of rows(source, dialect, dialect.start, source.size, 2)) {
    if (row.cells.length !== dialect.headings.length) {
      fail(row, `the row has ${row.cells.length} cells, the headings ${dialect.headings.length}`, "complete the row");
    }
    see(row);
    const id = cell(row, columns.clip);
    const last = clips.at(-1);
    if (last?.id === id) {
      for (const what of OWN) {
        const now = cell(row, columns[what]);
        if (now !== last[what])
          fail(row, `clip "${id}" had ${what} "${last[what]}" before and has "${now}" here`, "give it one");
      }
      last.end = row.end;
      continue;
    }
    if (id === "") fail(row, "the row names no clip", "give it one");
    if (id.length > MOST_CHARACTERS) fail(row, `the clip's name has ${id.length} characters`, "give it a shorter one");
    if (seen.has(id)) fail(row, `clip "${id}" comes again after others`, "sort the table by clip");
    if (clips.length >= MOST_CLIPS) fail(row, `there are more than ${MOST_CLIPS} clips`, "divide the table");
    seen.add(id);
    const [label, subject, view, setup, split] = OWN.map((what) => cell(row, columns[what])) as [string, string, string, string, string]; // prettier-ignore
    if (label === "") fail(row, `clip "${id}" has no label`, "give it one");
    clips.push({ id, label, subject, view, setup, split, start: row.start, end: row.end, row: row.number });
  }
  if (clips.length === 0) {
    throw new HglError({ code: "data", where: source.name, what: "the table has no rows", next: "name another file" });
  }
  return clips;
}

/** What a list of clips says of itself in words, as numbers. */
export interface Numbered {
  /** In the order of code units. */
  readonly classes: readonly string[];
  readonly clips: readonly {
    readonly label: number;
    readonly subject: number;
    readonly view: number;
    readonly setup: number;
  }[];
  /** One by clip where the list has a split; otherwise none, because no one published one. */
  readonly protocols: readonly Protocol[];
  readonly warnings: readonly string[];
}

type Described = Pick<ListedClip, "id" | (typeof OWN)[number]>;

/** Numbers classes, subjects, views and set-ups. Throws HglError "data" where there is no class, or too many, and for a split that is neither train nor test. */
export function numberClips(list: readonly Described[], where: string): Numbered {
  const classes = [...new Set(list.map(({ label }) => label))].sort();
  const fail = (what: string, next: string): never => {
    throw new HglError({ code: "data", where, what, next });
  };
  if (classes.length === 0) fail("no clip has a label", "give some");
  if (classes.length > MOST_CLASSES)
    fail(`${classes.length} classes are over the limit of ${MOST_CLASSES}`, "join some");
  const long = classes.find((name) => name.length > MOST_CHARACTERS);
  if (long !== undefined)
    fail(`the label "${long.slice(0, 40)}…" has ${long.length} characters`, "give it a shorter one");
  const labels = new Map(classes.map((name, at) => [name, at]));
  const subjects = numbered(list.map(({ subject }) => subject));
  const views = numbered(list.map(({ view }) => view));
  const setups = numbered(list.map(({ setup }) => setup));
  return {
    classes,
    clips: list.map(({ label }, at) => ({
      label: labels.get(label)!,
      subject: subjects.numbers[at]!,
      view: views.numbers[at]!,
      setup: setups.numbers[at]!,
    })),
    protocols: protocolOf(list, where),
    warnings: [
      ...renumberedWarning("subjects", subjects.words),
      ...renumberedWarning("views", views.words),
      ...renumberedWarning("set-ups", setups.words),
    ],
  };
}

function protocolOf(list: readonly Described[], where: string): readonly Protocol[] {
  if (list.every(({ split }) => split === "")) return [];
  const side = (wanted: string): string[] =>
    list.flatMap(({ id, split }) => (split.toLowerCase() === wanted ? [id] : []));
  const stray = list.find(({ split }) => !/^(train|test|)$/i.test(split));
  if (stray) {
    const what = `clip "${stray.id}" has split "${stray.split}"`;
    throw new HglError({ code: "data", where, what, next: "write train or test, or leave it empty" });
  }
  const [train, test] = [side("train"), side("test")];
  if (train.length === 0 || test.length === 0) {
    const what = `no clip has split ${train.length === 0 ? "train" : "test"}`;
    throw new HglError({ code: "data", where, what, next: "give some, or leave out the column" });
  }
  return [{ name: "split", by: "clip", train, test }];
}
