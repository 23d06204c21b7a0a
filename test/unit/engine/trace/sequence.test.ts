import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, pointwise, relu } from "../../../../src/engine";
import { withGradients } from "../../../../src/engine/selfTest";
import { sequence } from "../../../../src/engine/trace/sequence";
import { simplify } from "../../../../src/engine/trace/simplify";
import { valuesFor, withCompiled, type Named } from "../harness";
import { kernelsOf, recordRaw } from "./raw";

const BLOCKS = 4;
const WIDTH = 16;
const MAP = [2, WIDTH, 8, 300];
const weights = Array.from({ length: BLOCKS }, (_, i) => `w${i}`);
const shapes = {
  x: MAP,
  scale: [WIDTH],
  ...Object.fromEntries(weights.map((name) => [name, [WIDTH, WIDTH]])),
  dy: MAP,
};

/** A chain of convolutions and norms over maps of more than 65,536 values, with all its gradients. */
const chain = (t: Named): Named =>
  withGradients(({ x, scale, ...rest }) => {
    const block = (y: tf.Tensor, name: string): tf.Tensor =>
      relu(tf.add(y, batchNorm(pointwise(y, rest[name]!), scale!, scale!, 1e-5).y));
    return { y: weights.reduce(block, x!) };
  }, t);

test("ordering gradients changes no bit of any value", async () => {
  const plain = simplify(await recordRaw(shapes, chain));
  const ordered = sequence(plain);
  assert.ok(ordered.nodes.length > plain.nodes.length, "the chain is long enough to be ordered");
  const inputs = valuesFor(shapes, 1);
  const run = (program: typeof plain) => withCompiled(program, (compiled) => compiled.run(inputs));
  assert.deepEqual(await run(ordered), await run(plain));
});

test("every node of an ordered program comes after what it reads", async () => {
  const ordered = sequence(simplify(await recordRaw(shapes, chain)));
  const known = new Set([...ordered.inputs, ...ordered.constants].map(({ value }) => value.id));
  for (const { kernel, inputs, outputs } of ordered.nodes) {
    for (const id of inputs) assert.ok(known.has(id), `${kernel} reads value ${id} before it is made`);
    for (const { id } of outputs) {
      assert.ok(!known.has(id), `value ${id} is made twice`);
      known.add(id);
    }
  }
});

test("a root waits for the weight gradients recorded before it", async () => {
  const ordered = sequence(simplify(await recordRaw(shapes, chain)));
  const maker = new Map(ordered.nodes.flatMap((node) => node.outputs.map(({ id }) => [id, node])));
  const reaches = (id: number): Set<string> => {
    const found = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const node = maker.get(next);
      if (!node) continue;
      found.add(node.kernel);
      open.push(...node.inputs);
    }
    return found;
  };
  const roots = ordered.nodes.filter(({ kernel }) => kernel === "Rsqrt");
  const waiting = roots.filter(({ inputs }) => reaches(inputs[0]!).has("HglPointwiseWeightGradient"));
  assert.equal(roots.length, BLOCKS);
  // The last block's root comes first and has nothing to wait for.
  assert.equal(waiting.length, BLOCKS - 1);
});

test("small programs and programs without roots keep their nodes", async () => {
  const small = simplify(await recordRaw({ x: [2, 3] }, ({ x }) => ({ y: tf.sum(tf.rsqrt(tf.exp(x!))) })));
  assert.deepEqual(kernelsOf(sequence(small)), kernelsOf(small));
  const rootless = simplify(await recordRaw({ x: [300, 300] }, ({ x }) => ({ y: tf.sum(tf.exp(x!)) })));
  assert.deepEqual(kernelsOf(sequence(rootless)), kernelsOf(rootless));
});

test("nothing waits for a part of an input, whose memory stays anyway", async () => {
  const program = simplify(
    await recordRaw({ flat: [1 << 17] }, ({ flat }) => {
      const early = tf.slice(flat!, [0], [8]);
      let y: tf.Tensor = tf.rsqrt(tf.slice(flat!, [8], [8]));
      for (let i = 0; i < 50; i++) y = tf.exp(y);
      return { y: tf.add(tf.rsqrt(y), early) };
    }),
  );
  assert.deepEqual(kernelsOf(sequence(program)), kernelsOf(program));
});
