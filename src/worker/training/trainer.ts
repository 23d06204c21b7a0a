import type { RunConfig } from "../../common/config";
import type { Entry } from "../../model/network/parameters";
import type { TrainedShape, Trainer, TrainerState } from "../../model/train/trainer";

/** What the run loop needs of a trainer; the model's `Trainer` is one, a test's fake is another. */
export type RunTrainer = Pick<
  Trainer,
  "parameters" | "step" | "evaluate" | "embed" | "embedTexts" | "getState" | "setState" | "dispose"
> & { readonly layout: StateLayout };

export type StateEntry = Pick<Entry, "name" | "shape" | "offset" | "length">;

/** Names and shapes of a trainer's flat vectors. */
export interface StateLayout {
  readonly weights: readonly StateEntry[];
  readonly statistics: readonly StateEntry[];
}

export type { TrainerState };

export type CreateTrainer = (config: RunConfig, shape: TrainedShape) => Promise<RunTrainer>;
