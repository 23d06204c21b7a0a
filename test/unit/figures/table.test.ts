import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cellText, displayWidth, escapeLatex, toCsv, toLatex, toMarkdown, toText } from "../../../src/figures/table";
import type { CellValue, Table } from "../../../src/figures/table";
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
    /\{\[\}x\{\]\} & 1\{,\}234\.5 \$\\pm\$ 2\.0 \\\\/,
  );
});

test("CSV: quotes, formulas and full precision", () => {
  assert.equal(toCsv(one('a "b", c')), 'Name\r\n"a ""b"", c"\r\n');
  assert.equal(toCsv(one("=1+1")), "Name\r\n'=1+1\r\n");
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
