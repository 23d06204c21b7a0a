import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cellText, displayWidth, escapeLatex, toCsv, toLatex, toMarkdown, toText } from "../../../src/figures/table";
import type { CellValue, Table } from "../../../src/figures/table";
import { printable } from "../../../src/common/payloads/printable";
import { HOSTILE } from "../../golden/records";

const one = (value: CellValue): Table => ({ columns: [{ title: "Name" }], rows: [[value]] });

test("numbers, spreads and gaps in words", () => {
  const percent = { title: "", digits: 1, times: 100 };
  const cases: [CellValue, string][] = [
    [0.9134, "91.3"],
    [{ mean: 0.9134, std: 0.0042, n: 3 }, "91.3 ± 0.4"],
    [{ mean: 0.9134, std: null, n: 1 }, "91.3"],
    [null, "–"],
    [NaN, "–"],
    [-0.00001, "0.0"],
  ];
  for (const [value, words] of cases) assert.equal(cellText(value, percent), words);
  assert.equal(cellText(1881626, { title: "" }), "1,881,626");
});

test("LaTeX: every special character is escaped", () => {
  assert.equal(
    escapeLatex("50% $x_1^2$ & #3 \\ {b} ~ <|>"),
    "50\\% \\$x\\_1\\textasciicircum{}2\\$ \\& \\#3 \\textbackslash{} \\{b\\} \\textasciitilde{} \\textless{}\\textbar{}\\textgreater{}",
  );
  assert.match(
    toLatex({ columns: [{ title: "A" }, { title: "B", digits: 1 }], rows: [["[x]", { mean: 1234.5, std: 2, n: 2 }]] }),
    /\{\[\}x\{\]\} & 1\{,\}234\.5 & \\,\$\\pm\$\\,2\.0 \\\\/,
  );
});

test("CSV: quotes, formulas and full precision", () => {
  assert.equal(toCsv(one('a "b", c')), 'Name\r\n"a ""b"", c"\r\n');
  assert.equal(toCsv(one("=1+1")), "Name\r\n'=1+1\r\n");
  assert.equal(toCsv(one("'=1+1")), "Name\r\n''=1+1\r\n", "told from the one above");
  assert.equal(toCsv(one({ mean: 1 / 3, std: null, n: 1 })), "Name,Name std,Name n\r\n0.3333333333333333,,1\r\n");
});

test("Markdown: a name neither leaves its cell nor becomes markup", () => {
  for (const name of HOSTILE) {
    const line = toMarkdown(one(name)).split("\n")[2]!;
    assert.equal(line.match(/(?<!\\)\|/g)!.length, 2, line);
    assert.doesNotMatch(line, /</);
  }
});

test("text: columns line up whatever the names, and no control character passes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 6 }), (names) => {
      const table: Table = {
        columns: [{ title: "Name" }, { title: "n", align: "right" }],
        rows: names.map((name, i) => [name, i]),
      };
      const lines = toText(table).trimEnd().split("\n");
      assert.equal(lines.length, names.length + 2);
      // eslint-disable-next-line no-control-regex -- their absence is the point
      for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      assert.equal(new Set(lines.map(displayWidth)).size, 1);
    }),
  );
});

/** Text with what the formats take for their own. */
const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."\\{}$&#%_^~[]<>|\"'`=+-@,;!*. \r\n\tab…±–"), maxLength: 12 }),
);
const values: fc.Arbitrary<CellValue> = fc.oneof(
  words,
  fc.double(),
  fc.constant(null),
  fc.record({ mean: fc.double(), std: fc.option(fc.double()), n: fc.nat(9) }),
);
const tables = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record<Table>({
    columns: fc.array(fc.record({ title: words, digits: fc.nat(3) }), { minLength: width, maxLength: width }),
    rows: fc.array(fc.array(values, { minLength: width, maxLength: width }), { maxLength: 5 }),
  }),
);

test("CSV is read back as it was meant: every row of as many fields, numbers in full", () => {
  fc.assert(
    fc.property(tables, (table) => {
      const csv = toCsv(table);
      const [head, ...rows] = fieldsOf(csv);
      assert.equal(rows.length, table.rows.length);
      assert.ok(rows.every((row) => row.length === head!.length));
      const starts = table.columns.map((_, j) =>
        table.columns.slice(0, j).reduce((sum, _, k) => sum + (isSpread(table, k) ? 3 : 1), 0),
      );
      table.rows.forEach((cells, i) =>
        cells.forEach((value, j) => {
          const [first, std, n] = rows[i]!.slice(starts[j]);
          if (typeof value === "string") assert.equal(first!.replace(/^'(?='*[=+\-@])/, ""), printable(value));
          else if (typeof value === "number") assert.ok(sameNumber(first!, value));
          else if (value === null) assert.equal(first, "");
          else {
            assert.ok(sameNumber(first!, value.mean) && sameNumber(std!, value.std));
            assert.equal(Number(n), value.n);
          }
          assert.doesNotMatch(first!, /^[=+@]/, "no field is a formula");
        }),
      );
    }),
  );
});

const isSpread = ({ rows }: Table, j: number) => rows.some((row) => typeof row[j] === "object" && row[j] !== null);

function sameNumber(field: string, value: number | null): boolean {
  return value === null || !Number.isFinite(value) ? field === "" : Number(field) === value;
}

/** Rows and fields by RFC 4180, of a text that ends as it should. */
function fieldsOf(csv: string): string[][] {
  const rows: string[][] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  for (let row: string[] = []; field.lastIndex < csv.length;) {
    const at = field.lastIndex;
    const found = field.exec(csv);
    assert.ok(found, `not RFC 4180 at ${at}: ${JSON.stringify(csv)}`);
    row.push(found[1]!.startsWith('"') ? found[1]!.slice(1, -1).replaceAll('""', '"') : found[1]!);
    if (found[2] !== ",") rows.push(row.splice(0));
  }
  return rows;
}

test("LaTeX: no text leaves its cell, and every row has as many cells as there are columns", () => {
  fc.assert(
    fc.property(tables, words, (table, comment) => {
      const lines = toLatex(table, { comment }).split("\n");
      assert.equal(lines[0], `% ${printable(comment)}`);
      const begin = lines.findIndex((line) => line.startsWith("\\begin{tabular}"));
      const spec = /^\\begin\{tabular\}\{@\{\}(.*)@\{\}\}$/.exec(lines[begin]!)![1]!;
      const columns = spec.replaceAll("@{}", "").length;
      const rows = lines.slice(begin + 1).filter((line) => line.endsWith(" \\\\"));
      assert.equal(rows.length, table.rows.length + 1);
      assert.equal(lines.length, begin + table.rows.length + 7, "a text makes no line of its own");
      for (const row of rows) {
        const body = row.slice(2, -3);
        const spanned = body.match(/\\multicolumn\{2\}/g)?.length ?? 0;
        assert.equal(body.split(/(?<!\\)&/).length + spanned, columns, row);
        // What is left when every escape and every command of ours is taken out has none of LaTeX's own characters.
        const left = body
          .replace(
            /\\(textbackslash|textasciitilde|textasciicircum|textless|textgreater|textbar|textquotedbl|ldots)\{\}/g,
            "",
          )
          .replace(/\\[#$%&_{}]/g, "")
          .replace(/\{[[\]]\}/g, "")
          .replace(/\\multicolumn\{2\}\{r\}\{([^{}]*)\}/g, "$1")
          .replace(/\{,\}/g, "")
          .replace(/\\,|\$\\pm\$/g, "");
        assert.doesNotMatch(left.replaceAll("&", ""), /[\\{}$%#_^~[\]|<>"]/, row);
      }
    }),
  );
});

test("LaTeX: the ± of a column stand below one another, also beside a value without one", () => {
  const rows: CellValue[][] = [[{ mean: 9.5, std: 1, n: 3 }], [{ mean: 10, std: null, n: 1 }], [null], [7]];
  assert.deepEqual(
    toLatex({ columns: [{ title: "Top-1", digits: 1 }], rows })
      .split("\n")
      .slice(0, 9),
    [
      "\\begin{tabular}{@{}r@{}l@{}}",
      "  \\toprule",
      "  \\multicolumn{2}{r}{Top-1} \\\\",
      "  \\midrule",
      "  9.5 & \\,$\\pm$\\,1.0 \\\\",
      "  10.0 &  \\\\",
      "  -- &  \\\\",
      "  7.0 &  \\\\",
      "  \\bottomrule",
    ],
  );
});

test("Markdown: every row has its cells, and a comment ends where it should", () => {
  fc.assert(
    fc.property(tables, fc.oneof(words, fc.constantFrom("-->", "--!> <b>", "->", "a---b")), (table, comment) => {
      const lines = toMarkdown(table, { comment }).trimEnd().split("\n");
      assert.equal(lines.length, table.rows.length + 4);
      for (const line of lines.slice(0, -2))
        assert.equal(line.replace(/\\./g, "").match(/\|/g)!.length, table.columns.length + 1, line);
      const hidden = /^<!-- (.*) -->$/.exec(lines.at(-1)!)![1]!;
      assert.doesNotMatch(hidden, /--/);
    }),
  );
  assert.equal(
    toMarkdown(one("x"), { comment: "confusion of #fig" }).trimEnd().split("\n").at(-1),
    "<!-- confusion of #fig -->",
  );
});
