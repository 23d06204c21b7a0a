import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sameClass } from "../../../../src/model/language/align";
import { hardNegatives, matchLoss, pairsWith } from "../../../../src/model/language/match";
import { gumbelNoise } from "../../../../src/model/language/noise";
import { assertClose } from "../../engine/harness";
import { normals } from "../network/smallNetwork";
import { ran } from "./smallLanguage";

const N = 4;

async function drawn(logits: Float32Array, labels: readonly number[], noise: Float32Array) {
  const outputs = await ran(
    { logits: [N, N], labels: [N, 1], noise: [2, N, N] },
    (t) => ({ ...hardNegatives(t.logits!, sameClass(t.labels!), t.noise!) }),
    { logits, labels: Float32Array.from(labels), noise },
  );
  const choices = (flat: Float32Array): number[] =>
    [...Array(N).keys()].map((row) => {
      const one = [...flat.subarray(row * N, (row + 1) * N)];
      assert.deepEqual([...one].sort(), [0, 0, 0, 1], "exactly one is chosen");
      return one.indexOf(1);
    });
  return { texts: choices(outputs.texts!), clips: choices(outputs.clips!), present: [...outputs.present!] };
}

describe("Matching", () => {
  const labels = [0, 1, 0, 2];
  const normal = normals(8);
  const logits = Float32Array.from({ length: N * N }, () => 2 * normal());

  it("draws negatives of another class in proportion to the softmax of their logits", async () => {
    const draws = 120;
    const counts = { texts: new Float64Array(N * N), clips: new Float64Array(N * N) };
    for (let step = 0; step < draws; step++) {
      const { texts, clips, present } = await drawn(logits, labels, gumbelNoise(1, step, 2 * N * N));
      texts.forEach((text, clip) => counts.texts[clip * N + text]!++);
      clips.forEach((clip, text) => counts.clips[text * N + clip]!++);
      assert.deepEqual(present, [1, 1, 1, 1]);
    }
    for (const [side, at] of [
      ["texts", (i: number, j: number) => logits[i * N + j]!],
      ["clips", (i: number, j: number) => logits[j * N + i]!],
    ] as const) {
      for (let i = 0; i < N; i++) {
        const powers = labels.map((label, j) => (label === labels[i] ? 0 : Math.exp(at(i, j))));
        const total = powers.reduce((a, b) => a + b);
        powers.forEach((power, j) => {
          const [share, seen] = [power / total, counts[side][i * N + j]! / draws];
          const deviation = Math.sqrt((share * (1 - share)) / draws);
          assert.ok(Math.abs(seen - share) <= 4.5 * deviation, `${side} ${i} ${j}: ${seen} instead of ${share}`);
        });
      }
    }
  });

  it("chooses one of equals, and knows a batch of one class", async () => {
    const { texts } = await drawn(new Float32Array(N * N), labels, new Float32Array(2 * N * N));
    assert.deepEqual(texts, [1, 0, 1, 0]);
    const { present } = await drawn(logits, [3, 3, 3, 3], gumbelNoise(1, 0, 2 * N * N));
    assert.deepEqual(present, [0, 0, 0, 0]);
  });

  it("shows each clip its own text and another, and each text another clip", async () => {
    const rows = (first: number): Float32Array => Float32Array.of(first, first + 1, first + 2);
    const { s, t, p } = await ran(
      { skeletons: [3, 1, 1], texts: [3, 1, 1], padding: [3, 1], a: [3, 3], b: [3, 3] },
      (i) => {
        const pairs = { skeletons: i.skeletons!, texts: i.texts!, padding: i.padding! };
        const all = pairsWith(pairs, { texts: i.a!, clips: i.b!, present: i.a! });
        return { s: all.skeletons.reshape([9]), t: all.texts.reshape([9]), p: all.padding.reshape([9]) };
      },
      {
        skeletons: rows(1),
        texts: rows(11),
        padding: rows(21),
        a: Float32Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0), // texts 1, 2, 0
        b: Float32Array.of(0, 0, 1, 1, 0, 0, 0, 1, 0), // clips 2, 0, 1
      },
    );
    assert.deepEqual([...s!], [1, 2, 3, 1, 2, 3, 3, 1, 2]);
    assert.deepEqual([...t!], [11, 12, 13, 12, 13, 11, 11, 12, 13]);
    assert.deepEqual([...p!], [21, 22, 23, 22, 23, 21, 21, 22, 23]);
  });

  it("is the mean cross-entropy of the pairs there are", async () => {
    const scores = Float32Array.from({ length: 6 * N }, normal);
    const present = [1, 0, 1, 1];
    const { loss } = await ran(
      { logits: [3 * N, 2], present: [N] },
      (t) => ({ loss: matchLoss(t.logits!, t.present!).reshape([1]) }),
      { logits: scores, present: Float32Array.from(present) },
    );
    let [total, count] = [0, 0];
    for (let row = 0; row < 3 * N; row++) {
      const [apart, together] = [scores[2 * row]!, scores[2 * row + 1]!];
      const weight = row < N ? 1 : present[row % N]!;
      const right = row < N ? together : apart;
      total += weight * (Math.log(Math.exp(apart) + Math.exp(together)) - right);
      count += weight;
    }
    assertClose(loss!, [total / count], 1e-5, "loss");
  });
});
