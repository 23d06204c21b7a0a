import type { TopLevelSpec } from "vega-lite";
import type { ConfusionPayload } from "../common/payloads/confusion";
import { clusterClasses, orderClasses, rowShares } from "../common/payloads/confusionOrder";
import type { ConfusionOrder } from "../common/payloads/confusionOrder";
import { heatSpec, type HeatCell, type HeatOptions } from "./confusionHeat";

export type { ConfusionPayload } from "../common/payloads/confusion";
export { confusionPayload, type Judged } from "./confusionPayload";

export interface ConfusionFigureOptions extends HeatOptions {
  readonly values?: "share" | "count";
  readonly order?: ConfusionOrder;
}

/** Where the shares change colour: finer at the low end, where the confusions are. */
const SHARE_STEPS = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];

/** Rows are true classes, columns predictions; the diagonal has its own hue, and empty cells are not drawn. */
export function confusionSpec(payload: ConfusionPayload, options: ConfusionFigureOptions = {}): TopLevelSpec {
  const { values = "share", order: orderName = "data" } = options;
  const { counts, classes } = payload;
  const { order, blocks } =
    orderName === "cluster" ? clusterClasses(counts) : { order: orderClasses(counts, classes, orderName), blocks: [] };
  const shares = rowShares(counts);
  const steps = values === "share" ? { correct: SHARE_STEPS, confused: SHARE_STEPS } : countSteps(counts);
  const cells: HeatCell[] = [];
  order.forEach((truth, row) =>
    order.forEach((predicted, column) => {
      const count = counts[truth]![predicted]!;
      if (count === 0) return;
      const value = values === "share" ? shares[truth]![predicted]! : count;
      const text = values === "share" ? percent(value) : String(count);
      cells.push({ row, column, value, ramp: truth === predicted ? "blue" : "orange", text });
    }),
  );
  const ramps = {
    blue: { title: "recognised", steps: steps.correct },
    orange: { title: "confused", steps: steps.confused },
  };
  return heatSpec(payload, { order, blocks, cells, ramps, format: values === "share" ? ".0%" : "d" }, options);
}

/** Eight ascending whole numbers for each ramp, up to its largest count. */
function countSteps(counts: ConfusionPayload["counts"]): { correct: number[]; confused: number[] } {
  let [diagonal, off] = [0, 0];
  counts.forEach((row, i) =>
    row.forEach((count, j) => (i === j ? (diagonal = Math.max(diagonal, count)) : (off = Math.max(off, count)))),
  );
  const steps = (largest: number) =>
    SHARE_STEPS.map((_, k) => Math.max(k + 2, Math.ceil((largest * (k + 1)) / (SHARE_STEPS.length + 1))));
  return { correct: steps(diagonal), confused: steps(off) };
}

/** Whole per cent without the sign: the legend carries it. */
function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.5 ? "<1" : String(Math.round(value));
}
