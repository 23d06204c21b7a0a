import type { RunConfig } from "../../common/config";
import { fold, lower, record } from "../../engine";
import { declareHglnet, hglnet, type NetworkShape } from "../network/hglnet";
import type { Entry } from "../network/parameters";
import { Pass } from "../network/pass";
import type { Layout } from "../skeleton/layout";
import { inputShape } from "./programs";
import type { TrainerState } from "./trainer";

/** Stands for N while the network is recorded: a prime beyond every size of a network, so that the shapes it divides are those with N in them. */
const BATCH = 1_000_003;

/**
 * The evaluation network as an ONNX model of the standard operator set (opset 17): "x" [N, M, 3, V, T] -> "logits" [N, classes], any N.
 * Weights, averaged ones when averaging is on, and running statistics are constants in it, the norms folded into the convolutions.
 *
 * @param metadata further entries for the model's metadata, such as the run's id
 * @throws HglError "model" when the configuration describes no network
 */
export async function exportOnnx(
  config: Pick<RunConfig, "model" | "data">,
  layout: Layout,
  classes: number,
  state: Pick<TrainerState, "weights" | "statistics" | "average">,
  metadata: Record<string, string> = {},
): Promise<Uint8Array> {
  const network: NetworkShape = { config: config.model, layout, classes, window: config.data.window };
  const { weights, statistics } = declareHglnet(network);
  const values = {
    ...named(weights, state.average ?? state.weights),
    ...named(statistics, state.statistics),
  };
  const shapes = Object.fromEntries([...weights, ...statistics].map(({ name, shape }) => [name, shape]));
  const recorded = await record({ ...shapes, x: inputShape(network, BATCH) }, ({ x, ...tensors }) => ({
    logits: hglnet(new Pass(new Map(Object.entries(tensors)), false), network, x!),
  }));
  const program = await fold(recorded, values, (shape) => shape.some((n) => n % BATCH === 0));
  return lower(program, "hglnet", {
    standard: true,
    batch: { size: BATCH, name: "N" },
    metadata: {
      input: "x [N, M, 3, V, T]: clips, bodies, coordinates, joints, frames",
      output: "logits [N, classes]",
      layout: layout.name,
      joints: layout.joints.join(" "),
      stream: config.data.stream,
      window: String(config.data.window),
      classes: String(classes),
      model: JSON.stringify(config.model),
      ...metadata,
    },
  });
}

function named(entries: readonly Entry[], flat: Float32Array): Record<string, Float32Array> {
  return Object.fromEntries(entries.map(({ name, offset, length }) => [name, flat.subarray(offset, offset + length)]));
}
