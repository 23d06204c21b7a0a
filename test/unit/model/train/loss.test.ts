import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { CompiledProgram, record } from "../../../../src/engine";
import { crossEntropy } from "../../../../src/model/train/loss";
import { distance, normals } from "../network/smallNetwork";

const [N, CLASSES] = [5, 4];

/** Loss and its gradient by the logits, as recorded. */
async function recordedLoss(logits: Float32Array, labels: readonly number[], smoothing: number) {
  const program = await record({ logits: [N, CLASSES], labels: [N, 1] }, (inputs) => {
    const { value, grads } = tf
      .engine()
      .gradients(() => crossEntropy(inputs.logits!, inputs.labels!, smoothing) as tf.Scalar, [inputs.logits!]);
    return { loss: value.reshape([1]), gradient: grads[0]! };
  });
  const compiled = await CompiledProgram.compile(program, "loss", { threads: 1 });
  const { loss, gradient } = await compiled.run({ logits, labels: Float32Array.from(labels) });
  await compiled.dispose();
  return { loss: loss![0]!, gradient: gradient! };
}

function plainLoss(logits: Float32Array, labels: readonly number[], smoothing: number) {
  let loss = 0;
  const gradient: number[] = [];
  labels.forEach((label, n) => {
    const row = [...logits.subarray(n * CLASSES, (n + 1) * CLASSES)];
    const most = Math.max(...row);
    const total = row.reduce((sum, z) => sum + Math.exp(z - most), 0);
    row.forEach((z, c) => {
      const target = (c === label ? 1 - smoothing : 0) + smoothing / CLASSES;
      loss -= (target * (z - most - Math.log(total))) / N;
      gradient.push((Math.exp(z - most) / total - target) / N);
    });
  });
  return { loss, gradient };
}

describe("Cross-entropy", () => {
  const labels = [0, 3, 1, 1, 2];
  for (const smoothing of [0, 0.1, 0.9]) {
    for (const [kind, scale] of [
      ["usual", 1],
      ["huge", 1e4],
    ] as const) {
      // prettier-ignore
      it(`and its gradient are the formula's, smoothing ${smoothing}, ${kind} logits`, async () => {
        const normal = normals(4);
        const logits = Float32Array.from({ length: N * CLASSES }, () => scale * normal());
        const ours = await recordedLoss(logits, labels, smoothing);
        const expected = plainLoss(logits, labels, smoothing);
        assert.ok(Math.abs(ours.loss - expected.loss) <= 1e-6 * Math.max(1, expected.loss), `${ours.loss}`);
        assert.ok(distance(ours.gradient, expected.gradient) <= 1e-6);
      });
    }
  }

  it("of equal logits is log(classes) at any smoothing", async () => {
    for (const smoothing of [0, 0.5]) {
      const { loss } = await recordedLoss(new Float32Array(N * CLASSES).fill(3), labels, smoothing);
      assert.ok(Math.abs(loss - Math.log(CLASSES)) <= 1e-6);
    }
  });
});
