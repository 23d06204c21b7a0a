import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionAt, referencesAt } from "../../../../src/notebook/language/references";
import type { Place } from "../../../../src/notebook/language/sheet";
import { marked, textAt } from "./marked";

const CELLS = ["data #d\nsource: d", "model #m", "train #t\ndata: d\nmodel: 'm'", "train #u\nmodel: m\ndata: d # d"];

/** A place as `cell:text before it` would be read: its cell and what stands there. */
const at = (sources: readonly string[], place: Place): string =>
  `${place.cell}:${textAt(sources[place.cell]!, place)}@${place.offset}`;

function defines(sources: readonly string[], expected: string | null): void {
  const { sheet, sources: plain, cell, offset } = marked(sources);
  const place = definitionAt(sheet, cell, offset);
  assert.equal(place && at(plain, place), expected);
}

function refers(sources: readonly string[], expected: string[], declaration = true): void {
  const { sheet, sources: plain, cell, offset } = marked(sources);
  assert.deepEqual(
    referencesAt(sheet, cell, offset, declaration).map((place) => at(plain, place)),
    expected,
  );
}

/** The cells with the cursor put before the first occurrence of some text. */
const cursor = (cell: number, text: string): string[] =>
  CELLS.map((source, i) => (i === cell ? source.replace(text, `|${text}`) : source));

test("from a reference to the header that has the id", () => {
  defines(cursor(2, "d\nmodel"), "0:d@6");
  defines(cursor(2, "m'"), "1:m@7");
  defines(cursor(0, "d\n"), "0:d@6");
  defines(["train #t\ndata: |nobody"], null);
  defines(["data #x\nsource: |x", ...CELLS], null);
  defines([...CELLS, "train #z\ndata: [\nmodel: |m"], null);
  defines([...CELLS, "train #z\nmodel: |m\ndata: ["], "1:m@7");
});

test("all places of an id, wherever one asks", () => {
  const places = ["0:d@6", "2:d@15", "3:d@24"];
  refers(cursor(0, "#d"), places);
  refers(cursor(3, "d # d"), places);
  refers(cursor(3, "d # d"), places.slice(1), false);
  refers(cursor(1, "#m"), ["1:m@7", "2:m@25", "3:m@16"]);
  refers(cursor(0, "source"), []);
});

test("of two cells with one id, the first is meant", () => {
  const twice = ["model #m", "model #m", "train #t\nmodel: |m"];
  defines(twice, "0:m@7");
  refers(twice, ["0:m@7", "2:m@16"]);
  refers(["model #m", "model #|m", "train #t\nmodel: m"], ["1:m@7"]);
});
