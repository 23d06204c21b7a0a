import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HglError } from "../../../../src/common/errors";
import type { ModelConfig } from "../../../../src/common/config";
import { blockShapes, declareHglnet, type NetworkShape } from "../../../../src/model/network/hglnet";
import { totalLength } from "../../../../src/model/network/parameters";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { completeModel, modelSchema } from "../../../../src/notebook/cells/model";
import {
  clips,
  distance,
  evaluated,
  largest,
  learned,
  livelyState,
  part,
  smallNetwork,
  type NetworkState,
} from "./smallNetwork";

const names = (network: NetworkShape): string[] => declareHglnet(network).weights.map(({ name }) => name);

/** The state of a network with fewer parts, cut out of one with more. */
function reducedTo(fewer: NetworkShape, more: NetworkShape, state: NetworkState): NetworkState {
  const [to, from] = [declareHglnet(fewer), declareHglnet(more)];
  const pick = (kind: "weights" | "statistics"): Float32Array => {
    const values = new Float32Array(totalLength(to[kind]));
    for (const { name, offset } of to[kind]) values.set(part(from[kind], state[kind], name), offset);
    return values;
  };
  return { weights: pick("weights"), statistics: pick("statistics") };
}

function filled(network: NetworkShape, state: NetworkState, pattern: RegExp, value: number): NetworkState {
  const weights = state.weights.slice();
  const touched = declareHglnet(network).weights.filter(({ name }) => pattern.test(name));
  assert.ok(touched.length > 0, String(pattern));
  for (const { offset, length } of touched) weights.fill(value, offset, offset + length);
  return { ...state, weights };
}

async function assertSame(
  [left, leftState]: [NetworkShape, NetworkState],
  [right, rightState]: [NetworkShape, NetworkState],
  inTraining = false,
): Promise<void> {
  const x = clips(left, 2);
  const [a, b] = [await evaluated(left, leftState, x, 2), await evaluated(right, rightState, x, 2)];
  assert.ok(distance(a.logits!, b.logits!) <= 1e-5, `evaluation: ${distance(a.logits!, b.logits!)}`);
  if (!inTraining) return;
  const labels = Int32Array.of(1, 3);
  const [c, d] = [await learned(left, leftState, x, labels), await learned(right, rightState, x, labels)];
  assert.ok(distance(c.logits, d.logits) <= 1e-5, `training: ${distance(c.logits, d.logits)}`);
}

describe("HGLNet's parameters", () => {
  const hglnet = completeModel(modelSchema.parse({}));

  for (const [layout, classes, window, expected] of [
    ["ntu25", 60, 64, 1_881_626],
    ["ntu25", 120, 64, 1_897_046],
    ["ucla20", 10, 52, 1_857_830],
  ] as const) {
    it(`are ${expected} on ${layout} with ${classes} classes`, () => {
      const { weights, statistics } = declareHglnet({ config: hglnet, layout: layoutNamed(layout), classes, window });
      assert.equal(totalLength(weights), expected);
      assert.ok(statistics.every(({ name }) => /\.(mean|variance)$/.test(name)));
    });
  }

  it("lie one behind the other", () => {
    const { weights, statistics } = declareHglnet(smallNetwork());
    for (const entries of [weights, statistics]) {
      let next = 0;
      for (const { offset, length, shape } of entries) {
        assert.equal(offset, next);
        assert.equal(
          length,
          shape.reduce((a, b) => a * b, 1),
        );
        next += length;
      }
    }
  });

  const absent: readonly (readonly [Partial<ModelConfig>, RegExp])[] = [
    [{ cts: "gsm" }, /\.lse\./],
    [{ cts: "lse" }, /\.(fpb|gsm)\./],
    [{ cts: "fixed" }, /\.lse\.|\.gsm\.(topology|dynamic|attention)|\.fpb\.(query|key)/],
    [{ gsm: "S" }, /\.gsm\.(dynamic|attention)|\.fpb\.(query|key)/],
    [{ gsm: "S+D" }, /\.gsm\.attention/],
    [{ gsm: "S+Q" }, /\.gsm\.dynamic/],
    [{ dht: "gta" }, /\.ltc\./],
    [{ dht: "ltc" }, /\.gta\./],
    [{ widths: [16, 16] }, /\.cts\.residual/],
    [{ widths: [16, 16], strides: [1, 1] }, /residual/],
  ];
  for (const [changes, pattern] of absent) {
    it(`with ${JSON.stringify(changes)} hold none of the parts left out`, () => {
      const left = names(smallNetwork(changes));
      assert.deepEqual(
        left.filter((name) => pattern.test(name)),
        [],
      );
      assert.ok(names(smallNetwork()).some((name) => pattern.test(name)));
      assert.ok(left.length < names(smallNetwork()).length);
    });
  }
});

describe("HGLNet with silent parts", () => {
  it("is the prior-graph network when gates and the norms of LSE and GTA are zero", async () => {
    const full = smallNetwork({ dht: "both" });
    const fixed = smallNetwork({ cts: "fixed", dht: "ltc" });
    const lively = livelyState(declareHglnet(full));
    // S starts from the prior itself, which is what a fixed graph keeps.
    const { weights } = declareHglnet(full);
    for (const { name, offset, init } of weights) {
      if (name.endsWith("gsm.topology") && init.kind === "values") lively.weights.set(init.values, offset);
    }
    const silent = filled(full, lively, /Gate$|(lse|gta)\.norm\.(weight|bias)$/, 0);
    await assertSame([full, silent], [fixed, reducedTo(fixed, full, silent)], true);
  });

  for (const [gsm, gates] of [
    ["S", /Gate$/],
    ["S+D", /attentionGate$/],
    ["S+Q", /dynamicGate$/],
  ] as const) {
    it(`is the network with ${gsm} alone when the other gates are zero`, async () => {
      const full = smallNetwork();
      const fewer = smallNetwork({ gsm });
      const silent = filled(full, livelyState(declareHglnet(full)), gates, 0);
      await assertSame([full, silent], [fewer, reducedTo(fewer, full, silent)]);
    });
  }

  for (const [changes, norms] of [
    [{ cts: "gsm" }, /lse\.norm\.(weight|bias)$/],
    [{ cts: "lse" }, /gsm\.norm\.(weight|bias)$/],
    [{ dht: "gta" }, /ltc\.(norm|reduceNorm)\.(weight|bias)$/],
    [{ dht: "ltc" }, /gta\.norm\.(weight|bias)$/],
  ] as const) {
    it(`is the network of ${JSON.stringify(changes)} when the other path's norm is zero`, async () => {
      const full = smallNetwork();
      const fewer = smallNetwork(changes);
      const silent = filled(full, livelyState(declareHglnet(full)), norms, 0);
      await assertSame([full, silent], [fewer, reducedTo(fewer, full, silent)]);
    });
  }
});

describe("HGLNet at the edges", () => {
  it("takes an odd number of frames through every stride", async () => {
    const network = smallNetwork({ widths: [16, 16, 32], strides: [2, 2, 1] }, { window: 13 });
    assert.deepEqual(
      blockShapes(network).map(({ frames }) => frames),
      [13, 7, 4],
    );
    const state = livelyState(declareHglnet(network));
    const x = clips(network, 2);
    const outputs = await evaluated(network, state, x, 2, true);
    assert.equal(outputs.logits!.length, 2 * network.classes);
    assert.equal(outputs["blocks.1.gta.attention"]!.length, 2 * 4 * 7 * 13);
    assert.ok(largest(outputs.logits!) < Infinity);
    const { gradient, loss } = await learned(network, state, x, Int32Array.of(0, 3));
    assert.ok(Number.isFinite(loss));
    assert.ok(gradient.every(Number.isFinite));
  });

  it("stays finite when no clip has a second body", async () => {
    const network = smallNetwork({}, { layout: layoutNamed("ntu25") });
    const state = livelyState(declareHglnet(network));
    const x = clips(network, 2);
    const body = 3 * 25 * network.window;
    for (const n of [0, 1]) x.fill(0, (2 * n + 1) * body, (2 * n + 2) * body);
    assert.ok((await evaluated(network, state, x, 2)).logits!.every(Number.isFinite));
    const { gradient, statistics, loss } = await learned(network, state, x, Int32Array.of(0, 3));
    assert.ok(Number.isFinite(loss));
    assert.ok(gradient.every(Number.isFinite));
    assert.ok(statistics.every(Number.isFinite));
    assert.ok(largest(gradient) > 0);
  });

  it("judges every clip of a batch on its own in evaluation", async () => {
    const network = smallNetwork({}, { layout: layoutNamed("ntu25") });
    const state = livelyState(declareHglnet(network));
    const x = clips(network, 3);
    const { logits } = await evaluated(network, state, x, 3);
    const one = x.length / 3;
    for (let n = 0; n < 3; n++) {
      const alone = await evaluated(network, state, x.slice(n * one, (n + 1) * one), 1);
      assert.ok(distance(alone.logits!, logits!.subarray(n * 4, (n + 1) * 4)) <= 1e-5);
    }
  });

  it("does not mind the order of bodies once its stem treats them alike", async () => {
    const network = smallNetwork({}, { layout: layoutNamed("ntu25") });
    const state = livelyState(declareHglnet(network));
    const { weights, statistics } = declareHglnet(network);
    for (const [entries, flat] of [
      [weights, state.weights],
      [statistics, state.statistics],
    ] as const) {
      for (const { name } of entries.filter((entry) => entry.name.startsWith("stem.norm."))) {
        const values = part(entries, flat, name);
        values.copyWithin(values.length / 2, 0, values.length / 2);
      }
    }
    const x = clips(network, 1);
    const swapped = new Float32Array(x.length);
    swapped.set(x.subarray(x.length / 2));
    swapped.set(x.subarray(0, x.length / 2), x.length / 2);
    const [a, b] = [await evaluated(network, state, x, 1), await evaluated(network, state, swapped, 1)];
    assert.ok(distance(a.logits!, b.logits!) <= 1e-5);
  });
});

describe("An impossible network", () => {
  const cases: readonly (readonly [string, Partial<ModelConfig>, Partial<NetworkShape>, RegExp])[] = [
    ["no blocks", { widths: [], strides: [] }, {}, /0 widths and 0 strides/],
    ["fewer strides than widths", { strides: [1] }, {}, /2 widths and 1 strides/],
    ["a width its heads do not divide", { widths: [16, 24] }, {}, /24 channels.*multiple of 16/],
    ["a width narrower than its heads", { widths: [8, 16] }, {}, /8 channels/],
    ["a width its groups do not divide", { lseGroups: 3 }, {}, /16 channels.*3 groups/],
    ["a broken width", { widths: [16.5, 32] }, {}, /16\.5 channels/],
    ["a stride of 3", { strides: [1, 3] }, {}, /stride of 3/],
    ["an even kernel", { kernel: 4 }, {}, /kernel of 4/],
    ["a window shorter than its strides", { strides: [2, 2] }, { window: 7 }, /7 frames.*at least 8/],
    ["one class", {}, { classes: 1 }, /1 class.*two/],
  ];
  for (const [what, changes, rest, message] of cases) {
    it(`is refused: ${what}`, () => {
      assert.throws(
        () => declareHglnet(smallNetwork(changes, rest)),
        (error) => error instanceof HglError && error.code === "model" && message.test(error.message),
      );
    });
  }
});
