import assert from "node:assert/strict";
import { test } from "node:test";
import { ablationTable, type AblationRow } from "../../../src/figures/ablationTable";
import { toCsv, toLatex, toMarkdown } from "../../../src/figures/table";

const cost = { parameters: 1_881_626, macs: 2.4e9, milliseconds: 3.25 };
const row = (name: string, difference: number, low: number, high: number, p: number): AblationRow => ({
  ...{ name, levels: [name], text: null, seeds: 2, top1: [0.9 + difference, 0.91 + difference], ...cost },
  parameters: 1_500_000,
  against: { seeds: 2, difference, interval: { low, high }, p, g: 0.1 },
});
const full: AblationRow = {
  name: "full",
  levels: [null],
  text: null,
  seeds: 2,
  top1: [0.9, 0.91],
  ...cost,
  against: null,
};
const options = { factors: null, baseline: "#base" } as const;
const table = ablationTable(
  [
    full,
    row("no GTA", -0.02, -0.03, -0.01, 0.002),
    row("covers zero", 0.01, -0.001, 0.02, 0.01),
    row("not after Holm", 0.01, 0.001, 0.02, 0.06),
  ],
  options,
);

test("only a difference whose interval leaves out zero and whose corrected p is small is bold", () => {
  assert.deepEqual(table.strong, [[1, 4]]);
  assert.deepEqual(toLatex(table).match(/\\textbf\{[^}]*\}/g), ["\\textbf{-2.00}"]);
  assert.deepEqual(toMarkdown(table).match(/\*\*[^*]*\*\*/g), ["**-2.00**"]);
});

test("the note names the tests that were made, and the CSV has full numbers", () => {
  assert.match(
    table.note!,
    /: 95% percentile interval and p of a paired bootstrap over seeds and clips; p is corrected/,
  );
  const single = (one: AblationRow): AblationRow => ({ ...one, against: { ...one.against!, seeds: 1 } });
  const [first, second] = [row("a", 0.1, 0.05, 0.2, 0.01), row("b", 0.1, 0.05, 0.2, 0.01)];
  assert.match(
    ablationTable([full, single(first)], options).note!,
    /: Newcombe's .* exact McNemar test on the same clips;/,
  );
  const mixed = ablationTable([full, single(first), second], options).note!;
  assert.match(mixed, /over one seed, Newcombe's .*; over several, 95% percentile interval/);
  assert.doesNotMatch(ablationTable([full], options).note!, /McNemar|bootstrap|Cohen/);
  assert.match(toCsv(table), /no GTA,.*,1500000,3\.25,-0\.02,-0\.03,-0\.01,0\.002,0\.1/);
});

test("a cost that is the same in every row stands in the note alone", () => {
  const titles = table.columns.map(({ title }) => title);
  assert.ok(titles.includes("Parameters") && !titles.includes("Multiply-adds (M)"));
  assert.match(table.note!, /Every row: 2,400\.0 million multiply-adds of one clip\./);
  const alone = ablationTable([full], options).columns.map(({ title }) => title);
  assert.ok(alone.includes("Parameters") && alone.includes("Multiply-adds (M)"));
  const unknown = ablationTable([full, { ...full, macs: null }], options).columns.map(({ title }) => title);
  assert.ok(unknown.includes("Multiply-adds (M)"), "a row that nobody has counted is not said to be the same");
});

test("factors have columns of their own, rows fill as runs end, and a cost nobody knows has no column", () => {
  const unknown = { parameters: null, macs: null, milliseconds: null };
  const half = { ...row("gsm", -0.02, -0.03, -0.01, 0.002), ...unknown, top1: [0.9], against: null };
  const grid = ablationTable([{ ...full, ...unknown }, half], { ...options, factors: ["cts"] });
  assert.deepEqual(
    grid.columns.map(({ title }) => title),
    ["cts", "Runs", "Top-1 (%)", "Difference (points)", "95% from", "95% to", "p (Holm)"],
  );
  assert.deepEqual(
    grid.rows.map(([level, runs]) => [level, runs]),
    [
      ["#base", "2 of 2"],
      ["gsm", "1 of 2"],
    ],
  );
  assert.deepEqual(grid.strong, []);
});
