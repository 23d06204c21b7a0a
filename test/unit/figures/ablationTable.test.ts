import assert from "node:assert/strict";
import { test } from "node:test";
import { ablationTable, type AblationRow } from "../../../src/figures/ablationTable";
import { toCsv, toLatex, toMarkdown } from "../../../src/figures/table";

const cost = { parameters: 1_881_626, macs: 2.4e9, milliseconds: 3.25 };
const row = (name: string, difference: number, low: number, high: number, p: number): AblationRow => ({
  ...{ name, levels: [name], text: null, seeds: 2, top1: [0.9 + difference, 0.91 + difference], ...cost },
  against: { difference, interval: { low, high }, p, g: 0.1 },
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
const options = { factors: null, baseline: "#base", test: "bootstrap" } as const;
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
  assert.deepEqual(table.strong, [[1, 5]]);
  assert.deepEqual(toLatex(table).match(/\\textbf\{[^}]*\}/g), ["\\textbf{-2.00}"]);
  assert.deepEqual(toMarkdown(table).match(/\*\*[^*]*\*\*/g), ["**-2.00**"]);
});

test("the note names the test, and the CSV has full numbers", () => {
  assert.match(table.note!, /paired bootstrap over seeds and clips, corrected by Holm/);
  assert.match(ablationTable([], { ...options, test: "mcnemar" }).note!, /exact McNemar test/);
  assert.match(toCsv(table), /no GTA,.*,1881626,2400000000,3\.25,-0\.02,-0\.03,-0\.01,0\.002,0\.1/);
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
