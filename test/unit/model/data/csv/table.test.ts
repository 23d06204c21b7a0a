import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryBytes } from "../../../../../src/model/data/containers/memoryBytes";
import { readDialect, rows } from "../../../../../src/model/data/csv/table";
import { assertDataError } from "../../../worker/importing/formats/reading";

test("rows tile a table that is longer than a chunk, with quotes and without, and are read again from any of them", () => {
  for (const cell of [(i: number) => `${i}`, (i: number) => (i % 7 === 0 ? `"q, ""${i}"""` : `é${i}`)]) {
    for (const newline of ["\n", "\r\n", "\r"]) {
      const lines = Array.from({ length: 40_000 }, (_, i) => (i % 1000 === 5 ? "" : `clip${i},${cell(i)}`));
      const source = memoryBytes("t.csv", Buffer.from(`a,b${newline}${lines.join(newline)}`));
      const dialect = readDialect(source);
      const all = [...rows(source, dialect, dialect.start, source.size, 2)];
      const text = (i: number): string[] => [`clip${i}`, cell(i).replace(/^"|"$/g, "").replaceAll('""', '"')];
      const wanted = lines.flatMap((line, i) => (line === "" ? [] : [i]));
      assert.equal(all.length, wanted.length);
      wanted.forEach((i, at) => {
        assert.deepEqual(all[at]!.cells, text(i));
        assert.equal(all[at]!.number, i + 2);
      });
      const middle = all[30_000]!;
      const [again] = rows(source, dialect, middle.start, middle.end, middle.number);
      assert.deepEqual(again, middle);
      assert.equal(all.at(-1)!.end, source.size);
    }
  }
});

test("a row without end, and quotes that do not match, are named by their row", () => {
  const read = (text: string): unknown => {
    const source = memoryBytes("t.csv", Buffer.from(text));
    const dialect = readDialect(source);
    return [...rows(source, dialect, dialect.start, source.size, 2)];
  };
  assertDataError(() => read(`a,b\n1,2\n3,"${"x,".repeat(700_000)}\n`), /row 3 cannot be read: it is longer than 1048576 bytes/);
  assertDataError(() => read('a,b\n1,2\n3,"4\n'), /row 3 cannot be read: quoted field unterminated/);
  assertDataError(() => read(""), /the table is empty/);
  assertDataError(() => read("a,a\n"), /the heading "a" stands over two columns/);
}); // prettier-ignore
