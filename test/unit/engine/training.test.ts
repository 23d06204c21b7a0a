import assert from "node:assert/strict";
import { test, mock } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { InferenceSession } from "onnxruntime-node";
import { TRACE_BACKEND } from "../../../src/engine/trace/backend";
import type { TrainConfig } from "../../../src/common/config";
import type { NetworkShape } from "../../../src/model/network/hglnet";
import { layoutNamed } from "../../../src/model/skeleton/layout";
import type { TrainerState } from "../../../src/model/train";
import { clips, smallNetwork, trainerFor } from "../model/network/smallNetwork";

/** Some steps from a seed. Wide and long enough that ONNX Runtime really splits its products over two threads. */
const WIDE = smallNetwork(
  { widths: [32, 64], gta: "pooled", dropout: 0.2 },
  { layout: layoutNamed("ntu25"), window: 16 },
);

async function trained(
  network: NetworkShape,
  train: Partial<TrainConfig>,
  steps: number,
  seed = 1,
): Promise<{ losses: number[]; state: TrainerState }> {
  const trainer = await trainerFor(network, train, seed);
  const batch = train.batch ?? 2;
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const labels = Int32Array.from({ length: batch }, (_, n) => (n + i) % network.classes);
    losses.push((await trainer.step(clips(network, batch, i), labels, 0.02)).loss);
  }
  const state = trainer.getState();
  await trainer.dispose();
  return { losses, state };
}

test("the same seed gives the same bits again, with one thread and with two; another seed does not", async () => {
  const once = await trained(WIDE, { threads: 1 }, 2);
  assert.deepEqual(await trained(WIDE, { threads: 1 }, 2), once);
  assert.deepEqual(await trained(WIDE, { threads: 2 }, 2), once);
  const other = await trained(WIDE, { threads: 1 }, 2, 2);
  assert.notDeepEqual(other.losses, once.losses);
});

test("200 steps, their evaluations and a restored state leave as many tensors and sessions as before", async () => {
  let sessions = 0;
  const create = InferenceSession.create.bind(InferenceSession) as (model: Uint8Array) => Promise<InferenceSession>;
  const counted = mock.method(InferenceSession, "create", async (...args: Parameters<typeof create>) => {
    const session = await create(...args);
    sessions++;
    const release = session.release.bind(session);
    session.release = async () => {
      sessions--;
      await release();
    };
    return session;
  });
  try {
    const network = smallNetwork({ widths: [8, 8], gtaHeads: 2, dropout: 0.1 });
    const live = (): number[] => [
      tf.memory().numTensors,
      tf.memory().numDataBuffers,
      tf.findBackend(TRACE_BACKEND)?.numDataIds() ?? 0,
    ];
    await (await trainerFor(network)).dispose();
    const before = live();
    assert.equal(sessions, 0);
    const trainer = await trainerFor(network, { optimizer: "adamw", clip: 1, ema: 0.9, accumulate: 2 });
    const x = clips(network, 2);
    const labels = Int32Array.of(0, 3);
    await trainer.step(x, labels, 1e-3);
    await trainer.evaluate(x, 2);
    const [running, held] = [sessions, live()];
    assert.deepEqual(held, before);
    for (let i = 0; i < 200; i++) {
      const { loss } = await trainer.step(x, labels, 1e-3);
      assert.ok(Number.isFinite(loss));
      if (i % 50 === 0) {
        await trainer.evaluate(x, 1);
        trainer.setState(trainer.getState());
      }
    }
    assert.deepEqual(live(), before);
    assert.equal(sessions, running);
    await trainer.dispose();
    assert.equal(sessions, 0);
  } finally {
    counted.mock.restore();
  }
});

test("a tiny network learns its batch by heart", async () => {
  const network = smallNetwork({ widths: [16], strides: [1] });
  const trainer = await trainerFor(network, { batch: 4, weightDecay: 0, labelSmoothing: 0 });
  const x = clips(network, 4);
  const labels = Int32Array.of(0, 1, 2, 3);
  const first = (await trainer.step(x, labels, 0.05)).loss;
  let last = first;
  for (let i = 0; i < 40; i++) last = (await trainer.step(x, labels, 0.05)).loss;
  assert.ok(first > 1 && last < 0.05, `the loss went from ${first} to ${last}`);
  const logits = await trainer.evaluate(x, 4);
  await trainer.dispose();
  const said = [0, 1, 2, 3].map((n) => {
    const row = [...logits.subarray(4 * n, 4 * n + 4)];
    return row.indexOf(Math.max(...row));
  });
  assert.deepEqual(said, [...labels], "evaluation, with running statistics and folded norms, agrees");
});
