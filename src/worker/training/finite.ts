import { HglError } from "../../common/errors";
import type { TrainerState } from "./trainer";

/** @throws HglError "numbers" when a step's loss or gradient is no number any more; epochs count from 0 */
export function assertStepFinite(step: number, epoch: number, loss: number, gradNorm: number): void {
  if (!Number.isFinite(loss)) throw notFinite(step, epoch, "the loss", loss);
  if (!Number.isFinite(gradNorm)) throw notFinite(step, epoch, "the gradient's norm", gradNorm);
}

/** @throws HglError "numbers": a state with such a value in it must never replace a good checkpoint */
export function assertStateFinite(step: number, epoch: number, state: TrainerState): void {
  const parts = [
    ["weights", state.weights],
    ["optimiser state", state.slots],
    ["statistics", state.statistics],
  ] as const;
  for (const [part, values] of parts) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw notFinite(step, epoch, `a value of the ${part}`, values[at]!);
  }
}

function notFinite(step: number, epoch: number, what: string, value: number): HglError {
  return new HglError({
    code: "numbers",
    where: `step ${step} (epoch ${epoch + 1})`,
    what: `${what} became ${value}; training stopped and the last good checkpoint is kept`,
    next: "lower the train cell's lr, or set clip: 1, and run again",
  });
}
