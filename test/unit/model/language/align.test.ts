import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alignLogits, alignLoss, sameClass } from "../../../../src/model/language/align";
import { Pass } from "../../../../src/model/network/pass";
import { assertClose } from "../../engine/harness";
import { normals } from "../network/smallNetwork";
import { ran } from "./smallLanguage";

const N = 5;
const LABELS = [0, 1, 0, 2, 1];
const same = (i: number, j: number): number => Number(LABELS[i] === LABELS[j]);
const range = [...Array(N).keys()];

const lossOf = async (logits: Float32Array, labels: readonly number[] = LABELS): Promise<number> => {
  const { loss } = await ran(
    { logits: [N, N], labels: [N, 1] },
    (t) => ({ loss: alignLoss(t.logits!, sameClass(t.labels!)).reshape([1]) }),
    { logits, labels: Float32Array.from(labels) },
  );
  return loss![0]!;
};

const grid = (at: (i: number, j: number) => number): Float32Array =>
  Float32Array.from({ length: N * N }, (_, k) => at(Math.floor(k / N), k % N));

describe("Alignment", () => {
  it("is the mean divergence of both directions from same-class targets", async () => {
    const normal = normals(2);
    const logits = grid(() => 3 * normal());
    const divergence = (z: (i: number, j: number) => number): number =>
      range.reduce((sum, i) => {
        const total = range.reduce((s, j) => s + Math.exp(z(i, j)), 0);
        const count = range.reduce((s, j) => s + same(i, j), 0);
        return sum + range.reduce((s, j) => s + (same(i, j) / count) * Math.log(total / count / Math.exp(z(i, j)) || 1), 0);
      }, 0) / N; // prettier-ignore
    const at = (i: number, j: number): number => logits[i * N + j]!;
    const expected = (divergence(at) + divergence((i, j) => at(j, i))) / 2;
    assertClose([await lossOf(logits)], [expected], 1e-5, "loss");
  });

  it("is nothing where each clip is as near to every text of its class, and more anywhere else", async () => {
    const aligned = grid((i, j) => 100 * same(i, j));
    assert.ok(Math.abs(await lossOf(aligned)) < 1e-5);
    const apart = aligned.slice();
    apart[0 * N + 2]! -= 5; // two clips of one class
    assert.ok((await lossOf(apart)) > 0.1, "a clip of the same class is no negative");
    const mixed = aligned.slice();
    mixed[0 * N + 1]! += 105; // two of different classes
    assert.ok((await lossOf(mixed)) > 0.1);
    assert.ok((await lossOf(grid((i, j) => 100 * Number(i === j)))) > 1, "its own text alone is not the target");
  });

  it("multiplies cosines by tau, which is held within 1 and 100", async () => {
    const shapes = { f: [2, 3], e: [2, 4], ws: [2, 3], wt: [2, 4], theta: [1] };
    const normal = normals(3);
    const draw = (length: number): Float32Array => Float32Array.from({ length }, normal);
    const values = { f: draw(6), e: draw(8), ws: draw(6), wt: draw(8) };
    const logits = async (tau: number): Promise<Float32Array> => {
      const { y } = await ran(
        shapes,
        ({ f, e, ws, wt, theta }) => {
          const named = { skeleton: ws!, text: wt! };
          const tensors = new Map(Object.entries(named).map(([name, w]) => [`language.align.${name}.weight`, w]));
          tensors.set("language.align.temperature", theta!);
          return { y: alignLogits(new Pass(tensors, true), f!, e!) };
        },
        { ...values, theta: Float32Array.of(Math.log(tau)) },
      );
      return y!;
    };
    const side = (x: Float32Array, w: Float32Array, width: number, row: number): number[] => {
      const y = [0, 1].map((o) => w.subarray(o * width, (o + 1) * width).reduce((s, v, i) => s + v * x[row * width + i]!, 0)); // prettier-ignore
      return y.map((v) => v / Math.hypot(...y));
    };
    const cosines = [0, 1].flatMap((i) =>
      [0, 1].map((j) => {
        const [a, c] = [side(values.f, values.ws, 3, i), side(values.e, values.wt, 4, j)];
        return a[0]! * c[0]! + a[1]! * c[1]!;
      }),
    );
    for (const [tau, held] of [[10, 10], [0.2, 1], [500, 100]] as const) // prettier-ignore
      assertClose(await logits(tau), cosines.map((cosine) => held * cosine), 1e-5, `tau ${tau}`); // prettier-ignore
  });
});
