import type { TopLevelSpec } from "vega-lite";
import type { ConfusionPayload, ConfusionSide } from "../common/payloads/confusion";
import { orderChanges, shareChanges, signed, together, type ChangeOrder } from "../common/payloads/confusionChange";
import { clusterClasses } from "../common/payloads/confusionOrder";
import { heatSpec, type HeatCell, type HeatOptions } from "./confusionHeat";

/** Points where the colours change: finer at the low end, where most changes are. */
const STEPS = [1, 2, 4, 7, 12, 20, 30, 50];

/** A payload that has something to take away. */
export type Difference = ConfusionPayload & { readonly minus: ConfusionSide };

export function isDifference(payload: ConfusionPayload): payload is Difference {
  return payload.minus !== null;
}

/**
 * What changes from one matrix to another, in points of the true class: blue where it is for the better (more clips recognised, fewer
 * confused), orange where it is for the worse, which a dot says too where there are no numbers. Cells that change by less than half a tenth of a point stay empty.
 */
export function confusionChangeSpec(
  payload: Difference,
  { order: orderName = "change", ...options }: HeatOptions & { readonly order?: ChangeOrder } = {},
): TopLevelSpec {
  const { classes, minus } = payload;
  const order = orderChanges(payload, minus, classes, orderName);
  const blocks = orderName === "cluster" ? clusterClasses(together(payload, minus)).blocks : [];
  const changes = shareChanges(payload, minus);
  const cells: HeatCell[] = [];
  order.forEach((truth, row) =>
    order.forEach((predicted, column) => {
      const points = 100 * changes[truth]![predicted]!;
      if (Math.abs(points) < 0.05) return;
      const better = truth === predicted ? points > 0 : points < 0;
      const text = Math.abs(points) < 0.5 ? signed(points, 1) : signed(points, 0);
      cells.push({ row, column, value: Math.abs(points), ramp: better ? "blue" : "orange", text });
    }),
  );
  const ramps = {
    blue: { title: "better (points)", steps: STEPS },
    orange: { title: "worse (points)", steps: STEPS, dotted: true },
  };
  return heatSpec(payload, { order, blocks, cells, ramps, format: "d" }, options);
}
