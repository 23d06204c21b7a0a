import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { inScope, keptValues, product, record, relu } from "../../../../src/engine";

const sizes = (kept: ReturnType<typeof keptValues>): string[] => kept.map(({ scope, values }) => `${scope} ${values}`);

test("what the backward pass reads of a part's values is kept, once, under the innermost name", async () => {
  const program = await record({ x: [2, 3], w: [3, 4], v: [4, 5] }, ({ x, w, v }) => {
    const loss = (): tf.Scalar => {
      const hidden = inScope("first", () => {
        const doubled = inScope("within", () => tf.mul(x!, 2)); // read for the gradient of w
        const made = product(doubled, tf.mul(w!, 3)); // read by nobody behind the ReLU
        return relu(made); // read for its own gradient and for that of v
      });
      const out = inScope("second", () => product(hidden.reshape([2, 4]), v!));
      return tf.sum(tf.square(out)); // the square's gradient reads `out`
    };
    const { grads } = tf.engine().gradients(loss, [w!, v!], undefined, true);
    return { w: grads[0]!, v: grads[1]! };
  });
  assert.deepEqual(sizes(keptValues(program, "x")), ["within 6", "first 8", "second 10"]);
  assert.deepEqual(sizes(keptValues(program, "w")), ["first 8", "second 10"]);
});

test("names nest, and end with what they name, also where it throws", async () => {
  const program = await record({ x: [2] }, ({ x }) => {
    const a = inScope("a", () =>
      tf.add(
        inScope("b", () => tf.neg(x!)),
        1,
      ),
    );
    assert.throws(() => inScope("c", () => assert.fail()));
    return { y: tf.square(a) };
  });
  assert.deepEqual(
    program.nodes.map(({ kernel, scope }) => [kernel, scope]),
    [
      ["Neg", "b"],
      ["Add", "a"],
      ["Square", undefined],
    ],
  );
});
