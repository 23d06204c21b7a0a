import { ARCHITECTURE_PARTS } from "../../../src/common/vocabulary";
import { checkAttention } from "../../../src/common/payloads/attention";
import type { Checked } from "../../../src/common/payloads/reading";
import { animate } from "../../../src/figures/animation";
import { attentionStrip } from "../../../src/figures/attentionStrip";
import {
  accuracyRowsSpec,
  changeBarsSpec,
  classChangeSpec,
  type Compared,
  contrastBarsSpec,
  type Contrasted,
} from "../../../src/figures/comparison";
import { complexitySpec, publishedOn } from "../../../src/figures/complexity";
import { confusionPayload, confusionSpec } from "../../../src/figures/confusion";
import { curveFigureSpec, learningCurves } from "../../../src/figures/curves";
import { customSpec } from "../../../src/figures/custom";
import { embeddingSpec } from "../../../src/figures/embedding";
import { filmStrip } from "../../../src/figures/filmStrip";
import { renderToWidth } from "../../../src/figures/fit";
import { temporalAttention } from "../../../src/figures/temporalAttention";
import { topology } from "../../../src/figures/topology";
import type { Theme } from "../../../src/figures/theme";
import type { FigureName } from "../../../src/notebook/cells/figure";
import { evaluationOf, EXERCISES, runOf } from "../../golden/records";
import { attentionPayload, LARGE } from "../renderers/attentionPayload";
import { ablationHeatSpec, type HeatTile } from "../../../src/figures/ablationHeat";
import { embeddingPayload } from "../renderers/payloads";
import { architectureOf, diagram, modelOf } from "./architecture";
import { twoPeople } from "./skeletons";

const maps = sound(checkAttention(attentionPayload(LARGE)));

/** Draws a figure as its cell would, `width` px wide. */
export type Draw = (width: number, theme: Theme) => Promise<string>;

/** Every figure that a cell can ask for, with as much in it as a column must bear. A new one needs a line here. */
export const KINDS: Readonly<Record<FigureName, Readonly<Record<string, Draw>>>> = {
  curves: { "of one cell": curves(["base"]), "of seven": curves(named(7)), "of eight long names": curves(long(8)) },
  confusion: Object.fromEntries(
    [10, 1, 2, 22, 60, 120, 155].map((classes) => [`of ${classes} classes`, confusion(classes)]),
  ),
  "class-change": { "of 10 classes": classChange(10), "of 120 classes": classChange(120) },
  skeleton: {
    strip: (width, { scheme }) => Promise.resolve(filmStrip(twoPeople, { poses: 6, width, scheme })),
    // A film has no width on paper; its words are measured at 96 px to the inch.
    film: (width, { scheme }) => Promise.resolve(animate(twoPeople, { scheme }).frame(0)),
  },
  streams: {
    "of eight": (width, theme) =>
      renderToWidth((plot) => accuracyRowsSpec(compared(long(8)), { width: plot, theme }), width),
  },
  ablation: {
    "of eight": (width, theme) =>
      renderToWidth((plot) => changeBarsSpec(compared(long(8)), { width: plot, theme }), width),
    "of eight variants": (width, theme) =>
      renderToWidth((plot) => contrastBarsSpec(long(8).map(contrasted), "both, J", { width: plot, theme }), width),
  },
  "ablation-heat": {
    "of four by six": (width, theme) =>
      renderToWidth((plot) => ablationHeatSpec(tiles(4, 6), ["cts", "stream"], { width: plot, theme }), width),
    "of long names": (width, theme) =>
      renderToWidth((plot) => ablationHeatSpec(tiles(2, 3, long(3)), ["cts", "stream"], { width: plot, theme }), width),
  },
  complexity: { "of six and published ones": complexity },
  attention: { strip: (width, { scheme }) => Promise.resolve(attentionStrip(maps, { width, scheme, poses: 8 })) },
  topology: { "of three blocks": (width, theme) => Promise.resolve(topology(maps, { width, theme })) },
  "temporal-attention": {
    "of three blocks": (width, theme) => Promise.resolve(temporalAttention(maps, { width, theme })),
  },
  embedding: {
    "of 60 classes": (width, theme) =>
      renderToWidth((plot) => embeddingSpec(embeddingPayload(600, 60), { width: plot, theme }), width),
  },
  architecture: Object.fromEntries(
    ARCHITECTURE_PARTS.map((part) => [
      part,
      (width, { scheme }) => Promise.resolve(diagram(architectureOf(modelOf()), part, { width, scheme })),
    ]),
  ),
  custom: {
    bars: (width, theme) => renderToWidth((plot) => customSpec(BARS, {}, { width: plot, theme }), width),
  },
};

const BARS = {
  data: { values: [{ a: 1, b: "a bar" }] },
  mark: "bar",
  encoding: { x: { field: "a", type: "quantitative" }, y: { field: "b", type: "nominal" } },
};

function sound<T>(check: Checked<T>): T {
  if (check.ok) return check.payload;
  throw new Error(check.reason);
}

function named(count: number, before = "cell-"): string[] {
  return Array.from({ length: count }, (_, i) => `${before}${i + 1}`);
}

function long(count: number): string[] {
  return named(count, "with-a-rather-long-name-of-its-cell-");
}

function curves(names: readonly string[]): Draw {
  const logs = [1, 2].map((seed) => runOf({ classes: EXERCISES, seeds: [1, 2], epochs: 12 }, seed).events);
  const cells = names.map((name) => ({ name, curves: learningCurves(logs) }));
  return (width, theme) =>
    renderToWidth((plot) => curveFigureSpec(cells, "accuracy", { width: plot, height: width / 2, theme }), width);
}

function confusion(count: number): Draw {
  const classes = named(count, "action with a rather long name ");
  const payload = confusionPayload("Confusion", classes, [evaluationOf(classes, 1)]);
  return (width, theme) => renderToWidth((side) => confusionSpec(payload, { side, theme, within: width }), width);
}

function compared(names: readonly string[], shift = 0): Compared[] {
  return names.map((name, i) => ({
    name,
    seeds: [1, 2, 3].map((seed) => ({ seed, top1: 0.9 - (0.01 + shift) * (i % 9) + 0.003 * ((seed * i) % 4) })),
  }));
}

function classChange(count: number): Draw {
  const [before, after] = [compared(long(count)), compared(long(count), 0.02)];
  return (width, theme) => renderToWidth((plot) => classChangeSpec(before, after, { width: plot, theme }), width);
}

function complexity(width: number, theme: Theme): Promise<string> {
  const ours = long(6).map((name, i) => ({
    ...{ name, accuracy: 90 - i, std: 0.3, published: false },
    parameters: 1e6 * (i + 1),
    macs: 1e9 * (i + 1),
  }));
  const points = [...ours, ...publishedOn("ntu60-xsub")];
  return renderToWidth((plot) => complexitySpec(points, { width: plot, theme }), width);
}

function contrasted(name: string, at: number): Contrasted {
  const difference = 0.02 * (at - 3);
  return { name, difference, interval: { low: difference - 0.03, high: difference + 0.02 }, sure: at % 3 === 0 };
}

function tiles(rows: number, columns: number, names: readonly string[] = named(columns)): HeatTile[] {
  return named(rows).flatMap((row, i) =>
    names.map((column, j) => ({
      row,
      column,
      top1: i + j === 4 ? null : 0.7 + 0.03 * i + 0.01 * j,
      difference: i + j === 0 ? null : 0.03 * i - 0.02 * j,
      sure: (i + j) % 2 === 1,
      baseline: i + j === 0,
    })),
  );
}
