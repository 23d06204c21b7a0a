import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { declareHglnet } from "../../../../src/model/network/hglnet";
import { Declaration, initialValues } from "../../../../src/model/network/parameters";
import { hierarchyGraphs } from "../../../../src/model/skeleton/graph";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import { part, smallNetwork } from "./smallNetwork";

const hglnet = declareHglnet({
  config: completeModel(modelSchema.parse({})),
  layout: layoutNamed("ntu25"),
  classes: 60,
  window: 64,
});

describe("Start values", () => {
  it("are a pure function of the seed", () => {
    const { weights } = declareHglnet(smallNetwork());
    assert.deepEqual(initialValues(weights, 5), initialValues(weights, 5));
    const [a, b] = [initialValues(weights, 5), initialValues(weights, 6)];
    for (const { name, init } of weights) {
      const same = part(weights, a, name).every((value, i) => value === part(weights, b, name)[i]);
      assert.equal(same, init.kind !== "normal", name);
    }
  });

  it("differ between tensors of one shape", () => {
    const { weights } = declareHglnet(smallNetwork());
    const values = initialValues(weights, 1);
    assert.notDeepEqual(
      part(weights, values, "blocks.1.gta.query.weight"),
      part(weights, values, "blocks.1.gta.key.weight"),
    );
  });

  // Deviations by the recipe: Kaiming over the fan out of one logical convolution, the head sqrt(2 / classes).
  for (const [name, mean, deviation] of [
    ["stem.weight", 0, Math.sqrt(2 / 64)],
    ["stem.position", 0, 1],
    ["blocks.5.fpb.value.weight", 0, Math.sqrt(2 / 128)],
    ["blocks.5.fpb.query.weight", 0, Math.sqrt(2 / 16)],
    ["blocks.5.gsm.dynamic.weight", 0, Math.sqrt(2 / 128)],
    ["blocks.5.lse.weight", 0, Math.sqrt(2 / (128 / 4))],
    ["blocks.7.cts.residual.weight", 0, Math.sqrt(2 / 256)],
    ["blocks.7.residual.weight", 0, Math.sqrt(2 / 256)],
    ["blocks.7.gta.value.weight", 0, Math.sqrt(2 / 64)],
    ["blocks.7.gta.out.weight", 0, Math.sqrt(2 / 256)],
    ["blocks.7.ltc.reduce.weight", 0, Math.sqrt(2 / 64)],
    ["blocks.7.ltc.conv1.weight", 0, Math.sqrt(2 / (64 * 5))],
    ["blocks.9.ltc.reduceNorm.weight", 1, 0.02],
    ["blocks.9.ltc.norm.weight", 1, 0.02],
    ["head.weight", 0, Math.sqrt(2 / 60)],
  ] as const) {
    it(`of ${name} have mean ${mean} and deviation ${deviation.toFixed(3)}`, () => {
      const values = part(hglnet.weights, initialValues(hglnet.weights, 3), name);
      const average = values.reduce((a, b) => a + b, 0) / values.length;
      const spread = Math.sqrt(values.reduce((a, b) => a + (b - average) ** 2, 0) / values.length);
      // Five standard errors of each estimate.
      assert.ok(Math.abs(average - mean) < (5 * deviation) / Math.sqrt(values.length), `mean ${average}`);
      assert.ok(Math.abs(spread / deviation - 1) < 5 / Math.sqrt(2 * values.length), `deviation ${spread}`);
    });
  }

  it("leave every part but the prior graph silent", () => {
    const values = initialValues(hglnet.weights, 1);
    const all = (pattern: RegExp, expected: number): void => {
      const found = hglnet.weights.filter(({ name }) => pattern.test(name));
      assert.ok(found.length > 0, String(pattern));
      for (const { name } of found) {
        assert.ok(
          part(hglnet.weights, values, name).every((value) => value === Math.fround(expected)),
          name,
        );
      }
    };
    all(/Gate$/, 0);
    all(/bias$/, 0);
    all(/positionBias$/, 0);
    all(/(gsm|lse|gta)\.norm\.weight$/, 1e-6);
    all(/(stem|residual)\.norm\.weight$/, 1);
    all(/layerNorm\.weight$/, 1);
    all(/edges$/, 1);
    const prior = hierarchyGraphs(layoutNamed("ntu25")).flatMap((graph) => [...graph]);
    assert.deepEqual([...part(hglnet.weights, values, "blocks.9.gsm.topology")], prior);
  });

  it("of running statistics are 0 and 1", () => {
    const values = initialValues(hglnet.statistics, 1);
    for (const { name } of hglnet.statistics) {
      const expected = name.endsWith(".mean") ? 0 : 1;
      assert.ok(
        part(hglnet.statistics, values, name).every((value) => value === expected),
        name,
      );
    }
  });
});

describe("A declaration", () => {
  it("refuses a second parameter of one name", () => {
    const d = new Declaration();
    d.norm("a", 3);
    assert.throws(() => d.weight("a.bias", [3], { kind: "constant", value: 0 }), /Two parameters are named "a\.bias"/);
  });
});
