import assert from "node:assert/strict";
import { test } from "node:test";
import { ablationTable, type AblationRow } from "../../../src/figures/ablationTable";
import { toCsv, toLatex, toMarkdown } from "../../../src/figures/table";

const cost = { parameters: 1_881_626, macs: 2.4e9, milliseconds: 3.25 };
const row = (name: string, difference: number, low: number, high: number, p: number): AblationRow => ({
  ...{ name, top1: [0.9 + difference, 0.91 + difference], ...cost },
  against: { difference, interval: { low, high }, p },
});
const table = ablationTable(
  [
    { name: "full", top1: [0.9, 0.91], ...cost, against: null },
    row("no GTA", -0.02, -0.03, -0.01, 0.002),
    row("covers zero", 0.01, -0.001, 0.02, 0.01),
    row("not after Holm", 0.01, 0.001, 0.02, 0.06),
  ],
  "bootstrap",
);

test("only a difference whose interval leaves out zero and whose corrected p is small is bold", () => {
  assert.deepEqual(table.strong, [[1, 5]]);
  assert.deepEqual(toLatex(table).match(/\\textbf\{[^}]*\}/g), ["\\textbf{-2.00}"]);
  assert.deepEqual(toMarkdown(table).match(/\*\*[^*]*\*\*/g), ["**-2.00**"]);
});

test("the note names the test, and the CSV has full numbers", () => {
  assert.match(table.note!, /paired bootstrap over seeds and clips, corrected by Holm/);
  assert.match(ablationTable([], "mcnemar").note!, /exact McNemar test/);
  assert.match(toCsv(table), /no GTA,.*,1881626,2400000000,3\.25,-0\.02,-0\.03,-0\.01,0\.002/);
});
