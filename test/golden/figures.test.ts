import { test } from "node:test";
import { confusionPayload, confusionSpec } from "../../src/figures/confusion";
import { confusionChangeSpec } from "../../src/figures/confusionChange";
import { ablationTable, type AblationRow } from "../../src/figures/ablationTable";
import { ablationHeatSpec } from "../../src/figures/ablationHeat";
import { accuracyRowsSpec, changeBarsSpec, classChangeSpec, contrastBarsSpec } from "../../src/figures/comparison";
import { complexitySpec, publishedOn } from "../../src/figures/complexity";
import { accuracySpec, curveFigureSpec, learningCurves, lossSpec, rateSpec } from "../../src/figures/curves";
import { perClassAccuracy, perClassSpec } from "../../src/figures/perClass";
import { perClassTable, summaryTable } from "../../src/figures/resultTables";
import { renderSvg } from "../../src/figures/svg";
import { toCsv, toLatex, toMarkdown, toText } from "../../src/figures/table";
import { themeFor } from "../../src/figures/theme";
import { assertGolden } from "./golden";
import { differenceOf, EXERCISES, evaluationOf, HOSTILE, runOf } from "./records";

const seeds = [1, 2, 3];
const runs = seeds.map((seed) => runOf({ classes: EXERCISES, seeds, epochs: 12 }, seed));
const tests = runs.map(({ result }) => result.test);
const sixty = Array.from({ length: 60 }, (_, i) => `action ${i + 1}`);
const many = Array.from({ length: 120 }, (_, i) => `action ${i + 1}`);
const curves = learningCurves(runs.map(({ events }) => events));
const matrix = (classes: readonly string[]) => confusionPayload("Confusion", classes, [evaluationOf(classes, 1)]);

const compared = ["base", "no attention", "no global term"].map((name, i) => ({
  name,
  seeds: seeds.map((seed) => ({ seed, top1: 0.9 - 0.02 * i + 0.004 * ((seed * 7 + i) % 3) })),
}));
const byClass = (shift: number) =>
  EXERCISES.map((name, i) => ({
    name,
    seeds: seeds.map((seed) => ({ seed, top1: 0.7 + shift * ((i % 5) - 2) + 0.01 * ((seed + i) % 3) })),
  }));
const costs = compared.map(({ name }, i) => ({
  name,
  accuracy: 93.2 - i,
  std: i === 2 ? null : 0.3,
  parameters: (1.9 - 0.2 * i) * 1e6,
  macs: (2.4 - 0.3 * i) * 1e9,
  published: false,
}));

const contrasts = [
  { name: "gsm", difference: -0.021, interval: { low: -0.034, high: -0.008 }, sure: true },
  { name: "no <global> term", difference: -0.006, interval: { low: -0.02, high: 0.008 }, sure: false },
  { name: "bones", difference: 0.017, interval: { low: 0.004, high: 0.03 }, sure: true },
  { name: "no change", difference: 0, interval: { low: 0, high: 0 }, sure: false },
];
/** The last combination is still training. */
const tiles = (columns: readonly string[]) =>
  ["both", "gsm"].flatMap((row, i) =>
    columns.map((column, j) => ({
      ...{ row, column, baseline: i + j === 0, sure: i > j },
      top1: i === 1 && j === columns.length - 1 ? null : 0.91 - 0.02 * i + 0.005 * j,
      difference: i + j === 0 || (i === 1 && j === columns.length - 1) ? null : -0.02 * i + 0.005 * j,
    })),
  );
const heat = (columns: readonly string[], width: number, scheme: "light" | "dark" = "light") =>
  ablationHeatSpec(tiles(columns), ["cts", "components"], { width, theme: themeFor(scheme) });

const figures = {
  "ablation-bars": contrastBarsSpec(contrasts, "both, J", { width: 150 }),
  "ablation-bars-dark": contrastBarsSpec(contrasts, "both, J", { width: 150, theme: themeFor("dark") }),
  "ablation-heat": heat(["J", "B", "without global attention"], 240),
  "ablation-heat-dark": heat(["J", "B", "without global attention"], 240, "dark"),
  "ablation-heat-alike": heat(["without-global-attention", "without-global-term", "<both>"], 180),
  "comparison-rows": accuracyRowsSpec(compared, { width: 200 }),
  "comparison-change": changeBarsSpec(compared, { width: 200, theme: themeFor("dark") }),
  "comparison-classes": classChangeSpec(byClass(0), byClass(0.06), { width: 200 }),
  complexity: complexitySpec([...costs, ...publishedOn("ntu60-xsub")], { width: 600 }),
  "confusion-column": confusionSpec(confusionPayload("Confusion", EXERCISES, tests), { side: 180, within: 336 }),
  "curves-several": curveFigureSpec(
    [
      { name: "three seeds", curves },
      { name: "one <seed>", curves: learningCurves([runs[0]!.events]) },
    ],
    "accuracy",
    { width: 240 },
  ),
  "curves-gradient": curveFigureSpec([{ name: "base", curves }], "gradient"),
  "confusion-share": confusionSpec(confusionPayload("Confusion", EXERCISES, tests)),
  "confusion-count-by-error": confusionSpec(confusionPayload("Confusion", EXERCISES, tests), {
    values: "count",
    order: "error",
  }),
  "confusion-dark-by-name": confusionSpec(matrix(EXERCISES), { order: "name", theme: themeFor("dark") }),
  "confusion-by-cluster": confusionSpec(matrix(sixty), { side: 720, order: "cluster" }),
  "confusion-change": confusionChangeSpec(differenceOf(EXERCISES)),
  "confusion-change-column": confusionChangeSpec(differenceOf(EXERCISES), { side: 180, within: 336 }),
  "confusion-60": confusionSpec(matrix(sixty), { side: 720 }),
  "confusion-120": confusionSpec(matrix(many), { side: 720 }),
  "confusion-hostile": confusionSpec(matrix(HOSTILE)),
  "curves-loss": lossSpec(curves),
  "curves-accuracy": accuracySpec(curves),
  "curves-rate": rateSpec(curves),
  "curves-loss-one-epoch": lossSpec(learningCurves([runOf({ classes: EXERCISES, seeds: [1], epochs: 1 }, 1).events])),
  "per-class": perClassSpec(perClassAccuracy(EXERCISES, tests)),
  "per-class-one-seed-hostile": perClassSpec(perClassAccuracy(HOSTILE, [evaluationOf(HOSTILE, 2)])),
};

for (const [name, spec] of Object.entries(figures)) {
  test(`${name} is drawn as committed`, async () =>
    assertGolden(`${name}.svg`, await renderSvg(spec, { title: name, idPrefix: name })));
}

const ablated = (levels: readonly string[], top1: readonly number[], own: Partial<AblationRow> = {}): AblationRow => ({
  ...{ name: levels.join(", "), levels, top1, seeds: 3, text: null, against: null },
  ...{ parameters: 1_881_626, macs: 2.4e9, milliseconds: null },
  ...own,
});
/** A grid of which one row is still training; nobody has measured a time, and all rows have as many multiply-adds. */
const grid = [
  ablated(["both", "J"], [0.91, 0.913, 0.904]),
  ablated(["gsm & S_k", "J"], [0.892, 0.888, 0.896], {
    parameters: 1_702_400,
    text: "bank, class-level",
    against: { seeds: 3, difference: -0.017, interval: { low: -0.028, high: -0.006 }, p: 0.003, g: -0.21 },
  }),
  ablated(["both", "B"], [0.915], {
    against: { seeds: 1, difference: 0.005, interval: { low: -0.004, high: 0.014 }, p: 0.42, g: 0.06 },
  }),
  ablated(["gsm & S_k", "B"], [], { parameters: 1_702_400 }),
];

const tables = {
  ablation: ablationTable(grid, { factors: ["cts", "stream"], baseline: "#base" }),
  summary: summaryTable([
    { name: "base", runs },
    { name: "single_run & co", runs: runs.slice(0, 1) },
  ]),
  "per-class": perClassTable(perClassAccuracy(EXERCISES, tests), 3),
  "per-class-hostile": perClassTable(perClassAccuracy(HOSTILE, [evaluationOf(HOSTILE, 2)]), 1),
};

for (const [name, table] of Object.entries(tables)) {
  for (const [ending, print] of [
    ["txt", toText],
    ["md", toMarkdown],
    ["tex", toLatex],
    ["csv", toCsv],
  ] as const) {
    test(`the ${name} table is printed as ${ending} as committed`, () =>
      assertGolden(`${name}.${ending}`, print(table)));
  }
}
