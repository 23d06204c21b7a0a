import { MIME } from "../../../common/ids";
import { MOST_CURVE_POINTS } from "../../../common/payloads/curves";
import type { Curve, CurveMeasure, CurvePart, CurvesCell, CurvesPayload } from "../../../common/payloads/curves";
import type { CurvePoint, Curves } from "../../../figures/curves";
import { spreadOf } from "../../../figures/statistics";
import { toText, type Table } from "../../../figures/table";
import type { ResolvedCurves } from "../../../notebook/resolve";
import type { RunGroup } from "../figures/source";
import type { RunsView } from "./view";

/** Of the plot area in px, in the picture for programs that show no other. */
const PICTURE = { width: 420, height: 220 };

/** Every measure of some train cells over the epochs: each seed, their mean and its band. */
export const curvesView: RunsView<ResolvedCurves> = {
  kept: false,
  async output(cell, groups) {
    // With them comes vega, which nothing else needs.
    const { curveFigureSpec, learningCurves } = await import("../../../figures/curves");
    const { renderSvg } = await import("../../../figures/svg");
    const title = `Training curves of ${groups.map(({ id }) => `#${id}`).join(", ")}`;
    const logs = groups.map(({ runs }) => runs.map(({ folder }) => folder.events()));
    const means = logs.map((all) => learningCurves(all));
    const payload: CurvesPayload = {
      kind: "curves",
      version: 1,
      title,
      cells: groups.map((group, i) =>
        cellOf(
          group,
          means[i]!,
          logs[i]!.map((log) => learningCurves([log])),
        ),
      ),
    };
    const named = groups.map(({ id }, i) => ({ name: id, curves: means[i]! }));
    return {
      [MIME.curves]: JSON.stringify(payload),
      "image/svg+xml": await renderSvg(curveFigureSpec(named, "accuracy", PICTURE), {
        title,
        idPrefix: `curves-${cell.id}`,
      }),
      "text/plain": `${title}\n\n${toText(lastValues(groups, named))}`,
    };
  },
};

const KEYS: readonly [keyof Omit<Curves, "runs">, CurveMeasure, CurvePart][] = [
  ["trainTop1", "accuracy", "training"],
  ["validationTop1", "accuracy", "validation"],
  ["trainLoss", "loss", "training"],
  ["validationLoss", "loss", "validation"],
  ["rate", "rate", "training"],
  ["gradient", "gradient", "training"],
  ["speed", "speed", "training"],
  ["align", "align", "training"],
  ["match", "match", "training"],
];

function cellOf({ id, runs }: RunGroup, mean: Curves, each: readonly Curves[]): CurvesCell {
  const seeds = runs.map(({ config }) => config.seed);
  // The mean of one seed is that seed.
  const ofSeeds = seeds.length > 1 ? each.flatMap((curves, i) => curvesOf(curves, seeds[i]!)) : [];
  return { name: id, seeds, curves: [...curvesOf(mean, null), ...ofSeeds] };
}

function curvesOf(curves: Curves, seed: number | null): Curve[] {
  return KEYS.flatMap(([key, measure, part]) => {
    const points = thinned(curves[key]);
    if (points.length === 0) return [];
    const banded = seed === null && points.some(({ low, high }) => high > low);
    return [
      {
        measure,
        part,
        seed,
        epochs: points.map(({ epoch }) => epoch),
        values: points.map(({ mean }) => mean),
        low: banded ? points.map(({ low }) => low) : null,
        high: banded ? points.map(({ high }) => high) : null,
      },
    ];
  });
}

/** Every n-th point and the last. */
function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const step = Math.ceil(points.length / (MOST_CURVE_POINTS - 1));
  return step <= 1 ? points : points.filter((_, i) => i % step === 0 || i === points.length - 1);
}

function lastValues(groups: readonly RunGroup[], named: readonly { name: string; curves: Curves }[]): Table {
  return {
    columns: [
      { title: "Cell" },
      { title: "Seeds", align: "right" },
      { title: "Epochs", align: "right" },
      { title: "Training (%)", align: "right", digits: 2, times: 100 },
      { title: "Validation (%)", align: "right", digits: 2, times: 100 },
    ],
    rows: groups.map(({ id, runs }, i) => {
      const { trainTop1, validationTop1 } = named[i]!.curves;
      const ends = runs.map(({ result }) => result.validation?.top1 ?? null);
      return [
        id,
        runs.length,
        trainTop1.at(-1)?.epoch ?? 0,
        trainTop1.at(-1)?.mean ?? null,
        spreadOf(ends) ?? validationTop1.at(-1)?.mean ?? null,
      ];
    }),
    note: "Accuracy after the last epoch; on validation clips mean ± sample standard deviation over seeds.",
  };
}
