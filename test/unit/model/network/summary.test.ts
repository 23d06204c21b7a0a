import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ModelConfig } from "../../../../src/common/config";
import { HglError } from "../../../../src/common/errors";
import type { Program } from "../../../../src/engine";
import { blockShapes, declareHglnet, type NetworkShape } from "../../../../src/model/network/hglnet";
import { summarise, type Summary } from "../../../../src/model/network/summary";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { evaluationProgram, recorded } from "../../../../src/model/train/programs";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { smallNetwork } from "./smallNetwork";

const hglnet = completeModel(modelSchema.parse({}));
const summaryOf = ({ config, layout, classes, window }: NetworkShape): Summary =>
  summarise(config, layout, classes, window);

/** Multiply-adds of the nodes that work on the input x; what prepares weights happens once per batch, not once per clip. */
function macsOf({ inputs, nodes }: Program): number {
  const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  const ofClip = new Set(inputs.filter(({ name }) => name === "x").map(({ value }) => value.id));
  let macs = 0;
  for (const { kernel, inputs: operands, shapes, attributes, outputs } of nodes) {
    if (!operands.some((id) => ofClip.has(id))) continue;
    outputs.forEach(({ id }) => ofClip.add(id));
    const out = size(outputs[0]!.shape);
    if (/^HglPointwise(Bias)?$/.test(kernel)) macs += out * shapes[1]![1]!;
    else if (kernel === "HglProduct") macs += out * shapes[0]!.at(attributes.transA ? -2 : -1)!;
    else if (kernel === "HglTemporalConv") macs += out * shapes[1]![1]! * shapes[1]![2]!;
    else assert.ok(!/Conv|Product|MatMul|Pointwise/.test(kernel), `${kernel} is not counted`);
  }
  return macs;
}

/** By how much a recorded clip differs from the equations: p and q after the average over frames, the shared topology as a channel of D. */
function byDesign(network: NetworkShape): number {
  const { config, layout } = network;
  if (config.cts === "lse" || config.cts === "fixed" || config.gsm === "S") return 0;
  const v = layout.joints.length;
  return blockShapes(network).reduce((sum, { from, to, frames }) => {
    const r = Math.max(1, Math.floor(from / config.reduction));
    const averagedFirst = -2 * 3 * from * r * v * (frames - 1);
    const sharedChannel = config.gsm.includes("D") ? 3 * to * v * v : 0;
    return sum + layout.bodies * (averagedFirst + sharedChannel);
  }, 0);
}

describe("The network's summary", () => {
  for (const [layout, classes, window, parameters, gigas] of [
    ["ntu25", 60, 64, 1_881_626, 2.43],
    ["ntu25", 120, 64, 1_897_046, 2.43],
    ["ucla20", 10, 52, 1_857_830, 0.77],
  ] as const) {
    it(`of HGLNet on ${layout} with ${classes} classes: ${parameters} parameters, ${gigas} G multiply-adds`, () => {
      const summary = summarise(hglnet, layoutNamed(layout), classes, window);
      assert.equal(summary.parameters, parameters);
      assert.equal(Math.round(summary.macs / 1e7) / 100, gigas);
    });
  }

  it("has a row for every part, in order, with the map it hands on", () => {
    const { rows } = summarise(hglnet, layoutNamed("ntu25"), 60, 64);
    assert.deepEqual(
      rows.filter(({ name }) => /^(stem|head|block [34] )/.test(name)).map(({ name, output }) => [name, output]),
      [
        ["stem", "[2, 64, 25, 64]"],
        ["block 3 FPB", "[2, 64, 25, 64]"],
        ["block 3 GSM", "[2, 64, 25, 64]"],
        ["block 3 LSE", "[2, 64, 25, 64]"],
        ["block 3 CTS sum", "[2, 64, 25, 64]"],
        ["block 3 GTA", "[2, 64, 25, 64]"],
        ["block 3 LTC", "[2, 64, 25, 64]"],
        ["block 3 DHT sum", "[2, 64, 25, 64]"],
        ["block 4 FPB", "[2, 128, 25, 64]"],
        ["block 4 GSM", "[2, 128, 25, 64]"],
        ["block 4 LSE", "[2, 128, 25, 64]"],
        ["block 4 CTS residual", "[2, 128, 25, 64]"],
        ["block 4 CTS sum", "[2, 128, 25, 64]"],
        ["block 4 GTA", "[2, 128, 25, 32]"],
        ["block 4 LTC", "[2, 128, 25, 32]"],
        ["block 4 DHT residual", "[2, 128, 25, 32]"],
        ["block 4 DHT sum", "[2, 128, 25, 32]"],
        ["head", "[60]"],
      ],
    );
    assert.equal(rows.at(-2)!.output, "[2, 256, 25, 16]");
    assert.deepEqual(
      [rows[0]!.outputBytes, rows.at(-2)!.outputBytes, rows.at(-1)!.outputBytes],
      [819_200, 819_200, 240],
    );
    assert.ok(rows.every(({ parameters, macs }) => Number.isInteger(parameters) && Number.isInteger(macs)));
  });

  it("adds up", () => {
    const { rows, parameters, macs } = summaryOf(smallNetwork());
    assert.equal(
      rows.reduce((sum, row) => sum + row.parameters, 0),
      parameters,
    );
    assert.equal(
      rows.reduce((sum, row) => sum + row.macs, 0),
      macs,
    );
  });

  const variants: readonly Partial<ModelConfig>[] = [
    {},
    { cts: "gsm" },
    { cts: "lse" },
    { cts: "fixed" },
    { gsm: "S" },
    { gsm: "S+D" },
    { gsm: "S+Q" },
    { dht: "gta" },
    { dht: "ltc" },
    { gta: "per-joint" },
    { gtaHeads: 2, lseGroups: 8, reduction: 3, kernel: 3 },
    { widths: [16, 16, 32], strides: [2, 1, 2] },
  ];
  for (const changes of variants) {
    it(`counts the multiply-adds of the recorded program: ${JSON.stringify(changes)}`, async () => {
      for (const rest of [{ window: 13 }, { layout: layoutNamed("ntu25"), window: 8 }]) {
        const network = smallNetwork(changes, rest);
        const program = await recorded(evaluationProgram(network, declareHglnet(network), 1));
        assert.equal(macsOf(program), summaryOf(network).macs + byDesign(network));
      }
    });
  }

  it("counts the recorded program at full size", async () => {
    const network = { config: hglnet, layout: layoutNamed("ntu25"), classes: 60, window: 64 };
    const program = await recorded(evaluationProgram(network, declareHglnet(network), 1));
    assert.equal(macsOf(program), summaryOf(network).macs + byDesign(network));
  });

  it("refuses an impossible network", () => {
    assert.throws(() => summaryOf(smallNetwork({ strides: [1] })), HglError);
  });
});
