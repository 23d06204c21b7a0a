import assert from "node:assert/strict";
import type { Frame, Sheet } from "../../../../src/notebook/language/sheet";
import { openSheet } from "../../../../src/notebook/language/sheet";

export interface Marked {
  readonly sheet: Sheet;
  readonly sources: readonly string[];
  readonly cell: number;
  readonly offset: number;
}

/** Cells of a notebook, of which one holds a `|` where the cursor stands. */
export function marked(sources: readonly string[], frame?: Frame): Marked {
  const cell = sources.findIndex((source) => source.includes("|"));
  assert.ok(cell >= 0, "one source holds the cursor");
  const offset = sources[cell]!.indexOf("|");
  const plain = sources.map((source, i) => (i === cell ? source.slice(0, offset) + source.slice(offset + 1) : source));
  return { sheet: sheetOf(plain, frame), sources: plain, cell, offset };
}

export function sheetOf(sources: readonly string[], frame?: Frame): Sheet {
  return openSheet(
    sources.map((source) => ({ hgl: true, source })),
    frame,
  );
}

/** A snippet as it stands once it is inserted and nothing is typed into it. */
export function expanded(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$\{\d+:((?:[^}\\]|\\.)*)\}|\$\{\d+\|([^,|]*)[^|]*\|\}|\$\d+/g,
    (_, plain, hole, choice) => String(plain ?? hole?.replace(/\\([\\$}])/g, "$1") ?? choice ?? ""),
  );
}

export function textAt(source: string, { offset, length }: { offset: number; length: number }): string {
  return source.slice(offset, offset + length);
}
