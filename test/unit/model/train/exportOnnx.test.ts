import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as ort from "onnxruntime-node";
import type { ModelConfig } from "../../../../src/common/config";
import { HglError } from "../../../../src/common/errors";
import { declareHglnet, type NetworkShape } from "../../../../src/model/network/hglnet";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { exportOnnx } from "../../../../src/model/train/exportOnnx";
import { inputShape } from "../../../../src/model/train/programs";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { clips, distance, evaluated, livelyState, runConfig, smallNetwork, trainerFor } from "../network/smallNetwork";
import { readOnnx } from "./readOnnx";

const BATCH = 16;

async function runExport(bytes: Uint8Array, network: NetworkShape, x: Float32Array, n: number): Promise<ort.Tensor> {
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const { logits } = await session.run({ x: new ort.Tensor("float32", x, inputShape(network, n)) });
  await session.release();
  return logits!;
}

const exportOf = (network: NetworkShape, state: Parameters<typeof exportOnnx>[3]): Promise<Uint8Array> =>
  exportOnnx(runConfig(network), network.layout, network.classes, state, { run: "ab12" });

const livelyOf = (network: NetworkShape) => {
  const variance = network.config.widths.length > 3 ? 15 : undefined;
  return { ...livelyState(declareHglnet(network), 7, variance), average: null };
};

async function assertAgrees(bytes: Uint8Array, network: NetworkShape, x: Float32Array, expected: Float32Array) {
  const { classes } = network;
  for (const n of [1, 3, BATCH]) {
    const logits = await runExport(bytes, network, x.subarray(0, (n * x.length) / BATCH), n);
    assert.deepEqual(logits.dims, [n, classes]);
    const error = distance(logits.data as Float32Array, expected.subarray(0, n * classes));
    assert.ok(error <= 1e-5, `batch ${n}: ${error}`);
  }
}

describe("An exported network", () => {
  for (const ema of [0, 0.9]) {
    it(`says what its trainer says, at any batch size${ema ? ", from averaged weights" : ""}`, async () => {
      const network = smallNetwork();
      const trainer = await trainerFor(network, { ema, batch: BATCH });
      const average = ema ? livelyState(declareHglnet(network), 8).weights : null;
      trainer.setState({ ...trainer.getState(), ...livelyState(declareHglnet(network)), average });
      const x = clips(network, BATCH);
      const expected = (await trainer.evaluate(x, BATCH)).slice();
      const bytes = await exportOf(network, trainer.getState());
      await trainer.dispose();
      await assertAgrees(bytes, network, x, expected);
    });
  }

  const cases: readonly (readonly [string, Partial<ModelConfig>, Partial<NetworkShape>])[] = [
    ["two bodies, odd frames", {}, { layout: layoutNamed("ntu25"), window: 13 }],
    ["S+D, whose shared topology is copied to every clip", { gsm: "S+D" }, {}],
    ["S+Q", { gsm: "S+Q" }, {}],
    ["attention per joint", { gta: "per-joint" }, {}],
    ["LSE and GTA alone", { cts: "lse", dht: "gta" }, {}],
    ["the prior graph alone", { cts: "fixed", dht: "ltc" }, {}],
    ["the full width", completeModel(modelSchema.parse({})), { layout: layoutNamed("ucla20"), classes: 10, window: 8 }],
  ];
  for (const [name, changes, rest] of cases) {
    it(`agrees with evaluation at any batch size: ${name}`, async () => {
      const network = smallNetwork(changes, rest);
      const state = livelyOf(network);
      const x = clips(network, BATCH);
      const { logits } = await evaluated(network, state, x, BATCH);
      await assertAgrees(await exportOf(network, state), network, x, logits!);
    });
  }

  it("is hardly larger than its weights", async () => {
    const config = completeModel(modelSchema.parse({}));
    const network = { config, layout: layoutNamed("ntu25"), classes: 60, window: 64 };
    const state = livelyOf(network);
    const bytes = await exportOf(network, state);
    assert.ok(bytes.length < 1.1 * 4 * state.weights.length, `${bytes.length} bytes`);
  });

  it("is standard ONNX, opset 17, with a free batch and nothing else to feed", async () => {
    const network = smallNetwork();
    const model = readOnnx(await exportOf(network, livelyOf(network)));
    assert.deepEqual(model.opsets, [{ domain: "", version: 17 }]);
    assert.deepEqual([...new Set(model.nodes.map(({ domain }) => domain))], [""]);
    assert.deepEqual(model.inputs, [{ name: "x", shape: ["N", 1, 3, 20, 8] }]);
    assert.deepEqual(model.outputs, [{ name: "logits", shape: ["N", 4] }]);
    const { layout, joints, classes, window, stream, run } = model.metadata;
    assert.deepEqual({ layout, classes, window, stream, run }, { layout: "ucla20", classes: "4", window: "8", stream: "J", run: "ab12" }); // prettier-ignore
    assert.equal(joints!.split(" ").length, 20);
    assert.deepEqual(JSON.parse(model.metadata.model!), network.config);
  });

  it("holds its weights under their names, folded, and no value that is not read", async () => {
    const model = readOnnx(await exportOf(smallNetwork(), livelyOf(smallNetwork())));
    const names = model.initializers.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of ["head.weight", "head.bias", "blocks.1.gta.query.bias"]) assert.ok(names.includes(name), name);
    assert.ok(names.some((name) => name.startsWith("blocks.2.fpb.value.weight.folded")));
    const read = new Set(model.nodes.flatMap(({ inputs }) => inputs));
    assert.deepEqual(
      names.filter((name) => !read.has(name)),
      [],
    );
    // What depends on weights alone is done: only the head's transposed weight is left to the runtime.
    const constants = new Set(names);
    const left = model.nodes.filter(({ inputs }) => inputs.every((name) => constants.has(name)));
    assert.deepEqual(
      left.map(({ op, inputs }) => `${op} ${inputs.join()}`),
      ["Transpose head.weight"],
    );
  });

  it("is the same file for the same state", async () => {
    const network = smallNetwork({ widths: [16], strides: [1] });
    assert.deepEqual(await exportOf(network, livelyOf(network)), await exportOf(network, livelyOf(network)));
  });

  it("is refused for an impossible network", async () => {
    const network = smallNetwork({ strides: [1] });
    const none = { weights: new Float32Array(), statistics: new Float32Array(), average: null };
    await assert.rejects(exportOf(network, none), HglError);
  });
});
