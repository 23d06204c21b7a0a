import { test } from "node:test";
import { confusionPayload, confusionSpec } from "../../src/figures/confusion";
import { accuracySpec, learningCurves, lossSpec, rateSpec } from "../../src/figures/curves";
import { perClassAccuracy, perClassSpec } from "../../src/figures/perClass";
import { perClassTable, summaryTable } from "../../src/figures/resultTables";
import { renderSvg } from "../../src/figures/svg";
import { toCsv, toLatex, toMarkdown, toText } from "../../src/figures/table";
import { themeFor } from "../../src/figures/theme";
import { assertGolden } from "./golden";
import { EXERCISES, evaluationOf, HOSTILE, runOf } from "./records";

const seeds = [1, 2, 3];
const runs = seeds.map((seed) => runOf({ classes: EXERCISES, seeds, epochs: 12 }, seed));
const tests = runs.map(({ result }) => result.test);
const sixty = Array.from({ length: 60 }, (_, i) => `action ${i + 1}`);
const many = Array.from({ length: 120 }, (_, i) => `action ${i + 1}`);
const curves = learningCurves(runs.map(({ events }) => events));
const matrix = (classes: readonly string[]) => confusionPayload("Confusion", classes, [evaluationOf(classes, 1)]);

const figures = {
  "confusion-share": confusionSpec(confusionPayload("Confusion", EXERCISES, tests)),
  "confusion-count-by-error": confusionSpec(confusionPayload("Confusion", EXERCISES, tests), {
    values: "count",
    order: "error",
  }),
  "confusion-dark-by-name": confusionSpec(matrix(EXERCISES), { order: "name", theme: themeFor("dark") }),
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

const tables = {
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
