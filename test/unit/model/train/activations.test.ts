import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ModelConfig } from "../../../../src/common/config";
import type { Program } from "../../../../src/engine";
import { declareHglnet, type NetworkShape } from "../../../../src/model/network/hglnet";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { summariseTraining, type TrainedSummary } from "../../../../src/model/train/activations";
import { gradientProgram, recorded } from "../../../../src/model/train/programs";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { smallNetwork } from "../network/smallNetwork";

const summaryOf = ({ config, layout, classes, window }: NetworkShape): Promise<TrainedSummary> =>
  summariseTraining(config, layout, classes, window);
const gradientsOf = (network: NetworkShape, batch: number): Promise<Program> =>
  recorded(gradientProgram(network, declareHglnet(network), batch));
const keptBy = ({ rows }: TrainedSummary): Record<string, number> =>
  Object.fromEntries(rows.map(({ name, kept }) => [name, kept / 4]));

/**
 * Bytes alive at the step that computes the loss's first gradient, by the places of the steps alone: computed from x before it, used at or
 * after it. The forward pass ends with the only addition to the head's product.
 */
function aliveBetween({ inputs, nodes, outputs }: Program): number {
  const end =
    1 +
    nodes.findLastIndex(
      ({ kernel, outputs: [y], scope }) => kernel === "Add" && scope === "head" && y!.shape.length === 2,
    );
  const alias = new Map<number, number>();
  const root = (id: number): number => (alias.has(id) ? root(alias.get(id)!) : id);
  const bytes = new Map<number, number>();
  const fromX = new Set(inputs.filter(({ name }) => name === "x").map(({ value }) => value.id));
  nodes.slice(0, end).forEach(({ kernel, inputs: operands, outputs: results }) => {
    if (!operands.some((id) => fromX.has(id))) return;
    for (const { id, shape } of results) {
      fromX.add(id);
      if (kernel === "Reshape") alias.set(id, operands[0]!);
      else bytes.set(id, 4 * shape.reduce((a, b) => a * b, 1));
    }
  });
  const used = new Set(
    [...nodes.slice(end).flatMap((node) => node.inputs), ...outputs.map(({ value }) => value.id)].map(root),
  );
  return [...bytes].reduce((sum, [id, size]) => sum + (used.has(id) ? size : 0), 0);
}

describe("The activation memory of training", () => {
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
    { dropout: 0.5 },
    { widths: [16, 16, 32], strides: [2, 1, 2] },
  ];
  for (const changes of variants) {
    it(`is what is alive between the forward and the backward pass: ${JSON.stringify(changes)}`, async () => {
      for (const rest of [{ window: 13 }, { layout: layoutNamed("ntu25"), window: 8 }]) {
        const network = smallNetwork(changes, rest);
        const { kept, rows } = await summaryOf(network);
        assert.equal(kept, aliveBetween(await gradientsOf(network, 1)));
        assert.equal(
          rows.reduce((sum, row) => sum + row.kept, 0),
          kept,
        );
      }
    });
  }

  it("is, part by part, the maps that E1 to E14 need again", async () => {
    const network = {
      config: completeModel(modelSchema.parse({})),
      layout: layoutNamed("ntu25"),
      classes: 60,
      window: 64,
    };
    const kept = keptBy(await summaryOf(network));
    const [m, v, t, c] = [2, 25, 64, 64];
    const map = m * c * v * t;
    const r = c / 8;
    const pairs = m * v * v;
    /** Mean and variance of a norm. */
    const norm = (channels: number): number => 2 * channels;
    const quarter = map / 4;
    assert.deepEqual(
      [
        ["FPB", m * c * v + 2 * 3 * m * r * v + 3 * map], // the mean over frames, p and q, U
        ["GSM", 3 * pairs + 3 * pairs + 3 * r * pairs + 3 * (r + 1) * pairs + 3 * c * pairs + map], // Q twice, tanh, features of D, A, G
        ["LSE", 3 * map + map],
        ["CTS sum", map],
        ["LTC", map + 3 * quarter + 3 * quarter + 3 * quarter], // reduced, its ReLU, each branch's input, the branches
        ["DHT sum", map],
      ].map(([name, values]) => [name, Math.round((100 * kept[`block 1 ${name}`]!) / (values as number))]),
      ["FPB", "GSM", "LSE", "CTS sum", "LTC", "DHT sum"].map((name) => [name, 100]),
    );
    assert.equal(kept["stem"]! > 2 * map && kept["stem"]! < 2.1 * map, true);
    assert.equal(kept["block 1 LSE"]! - 4 * map <= norm(c) + c, true);
  });

  it("grows by the same for every clip, but for the batch statistics", async () => {
    const network = smallNetwork({}, { window: 13 });
    const alive: number[] = [];
    for (const batch of [1, 2, 3]) alive.push(aliveBetween(await gradientsOf(network, batch)));
    const [one, two, three] = alive;
    assert.equal(three! - two!, two! - one!);
    assert.ok(one! - (two! - one!) < 0.05 * one!);
  });
});
