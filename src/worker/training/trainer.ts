import type { RunConfig } from "../../common/config";
import type { Layout } from "../../model/skeleton/layout";

/** What the run loop needs of a trainer; `Trainer` of src/model/train is one, a test's fake is another. */
export interface RunTrainer {
  readonly parameters: number;
  readonly layout: StateLayout;
  /** One update. `x` is [batch, M, 3, V, T]; resolves to the loss, the gradient's norm and the logits [batch, classes]. */
  step(x: Float32Array, labels: Int32Array, rate: number): Promise<{ loss: number; gradNorm: number; logits: Float32Array }>;
  /** Logits [count, classes] in evaluation mode, with the averaged weights when averaging is on; count <= batch. */
  evaluate(x: Float32Array, count: number): Promise<Float32Array>;
  getState(): TrainerState;
  setState(state: TrainerState): void;
  dispose(): Promise<void>;
}

export interface StateEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** In floats, into the flat state. */
  readonly offset: number;
  readonly length: number;
}

export interface StateLayout {
  readonly weights: readonly StateEntry[];
  readonly statistics: readonly StateEntry[];
}

export interface TrainerState {
  readonly step: number;
  readonly weights: Float32Array;
  /** The optimiser's, as long as the weights (momentum) or twice as long (two moments). */
  readonly slots: Float32Array;
  readonly statistics: Float32Array;
  /** Exponential moving average of the weights, when on. */
  readonly average: Float32Array | null;
}

export type CreateTrainer = (config: RunConfig, shape: { layout: Layout; classes: number }) => Promise<RunTrainer>;
