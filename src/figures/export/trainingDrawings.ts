import { checkTraining, type RunView } from "../../common/payloads/training";
import type { RunEvent } from "../../common/runRecord";
import { accuracySpec, learningCurves, lossSpec } from "../curves";
import { renderSvg } from "../svg";

/** Loss and accuracy by epoch, of what a training view would show alive; none before the first epoch has ended. */
export async function trainingDrawings(payload: unknown): Promise<{ svg: string; words: string }[]> {
  const check = checkTraining(payload);
  if (!check.ok) return [];
  const { cell, runs } = check.payload;
  const curves = learningCurves(runs.map(epochsOf));
  if (curves.trainLoss.length === 0) return [];
  const over = curves.runs > 1 ? `, mean over ${curves.runs} seeds and one standard deviation either side` : "";
  const kinds = [
    ["loss", "Loss", lossSpec(curves)],
    ["accuracy", "Accuracy", accuracySpec(curves)],
  ] as const;
  return await Promise.all(
    kinds.map(async ([name, what, spec]) => {
      const words = `#${cell}: ${what.toLowerCase()} by epoch${over}`;
      return { svg: await renderSvg(spec, { title: words, idPrefix: `export-${name}` }), words };
    }),
  );
}

/** A run's curve as its event log tells it. */
function epochsOf({ epochPoints }: RunView): RunEvent[] {
  return epochPoints.map(({ epoch, loss, top1, validationLoss, validationTop1 }) => ({
    at: 0,
    type: "epoch",
    epoch,
    loss,
    trainTop1: top1,
    validation:
      validationLoss === null || validationTop1 === null
        ? null
        : { clips: 0, loss: validationLoss, top1: validationTop1, top5: NaN },
    seconds: 0,
  }));
}
