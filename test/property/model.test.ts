import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import type { ModelConfig } from "../../src/common/config";
import { CTS_CHOICES, DHT_CHOICES, GSM_CHOICES, GTA_CHOICES, PRIOR_CHOICES } from "../../src/common/vocabulary";
import { declareHglnet, type NetworkShape } from "../../src/model/network/hglnet";
import { totalLength, type Entry } from "../../src/model/network/parameters";
import { summarise } from "../../src/model/network/summary";
import { boneSupport } from "../../src/model/skeleton/graph";
import { defineLayout, layoutNamed, type Layout } from "../../src/model/skeleton/layout";
import { clips, distance, evaluated, learned, livelyState, smallNetwork, type NetworkState } from "../unit/model/network/smallNetwork"; // prettier-ignore

/** The same skeleton with joint v called `to[v]`. */
function relabelled(layout: Layout, to: readonly number[]): Layout {
  const from = to.map((_, joint) => to.indexOf(joint));
  const all = (joints: readonly number[]): number[] => joints.map((joint) => to[joint]!);
  const { head, hand, hip, foot } = layout.parts;
  return defineLayout({
    ...layout,
    joints: from.map((joint) => layout.joints[joint]!),
    parents: from.map((joint) => (layout.parents[joint]! < 0 ? -1 : to[layout.parents[joint]!]!)),
    secondAncestors: from.map((joint) =>
      layout.secondAncestors[joint]! < 0 ? -1 : to[layout.secondAncestors[joint]!]!,
    ),
    center: to[layout.center]!,
    levels: layout.levels.map(all),
    parts: { head: all(head), hand: all(hand), hip: all(hip), foot: all(foot) },
    mirror: layout.mirror.map(([left, right]) => [to[left]!, to[right]!] as const),
  });
}

/** The weights and statistics that make the relabelled network the same function. */
function relabelledState(
  network: NetworkShape,
  renamed: NetworkShape,
  to: readonly number[],
  state: NetworkState,
): NetworkState {
  const v = to.length;
  const width = network.config.widths[0]!;
  const [before, after] = [boneSupport(network.layout), boneSupport(renamed.layout)];
  /** Where element i of a parameter goes. */
  const place = (name: string): ((i: number) => number) => {
    if (name === "stem.position") return (i) => to[Math.floor(i / width)]! * width + (i % width);
    if (name.startsWith("stem.norm.")) {
      return (i) => {
        const [m, joint, c] = [Math.floor(i / (v * width)), Math.floor(i / width) % v, i % width];
        return (m * v + to[joint]!) * width + c;
      };
    }
    if (name.endsWith("gsm.topology")) {
      return (i) => (Math.floor(i / (v * v)) * v + to[Math.floor(i / v) % v]!) * v + to[i % v]!;
    }
    if (name.endsWith("lse.edges")) {
      return (i) => {
        const edge = before[i]!;
        return after.findIndex(({ j, u, v: w }) => j === edge.j && u === to[edge.u]! && w === to[edge.v]!);
      };
    }
    return (i) => i;
  };
  const move = (entries: readonly Entry[], values: Float32Array): Float32Array => {
    const moved = new Float32Array(values.length);
    for (const { name, offset, length } of entries) {
      const at = place(name);
      for (let i = 0; i < length; i++) moved[offset + at(i)] = values[offset + i]!;
    }
    return moved;
  };
  const { weights, statistics } = declareHglnet(network);
  return { weights: move(weights, state.weights), statistics: move(statistics, state.statistics) };
}

function relabelledClips({ layout, window }: NetworkShape, x: Float32Array, to: readonly number[]): Float32Array {
  const v = layout.joints.length;
  const moved = new Float32Array(x.length);
  for (let row = 0; row < x.length / window; row++) {
    const target = Math.floor(row / v) * v + to[row % v]!;
    moved.set(x.subarray(row * window, (row + 1) * window), target * window);
  }
  return moved;
}

const permutation = (v: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray(
    Array.from({ length: v }, (_, i) => i),
    { minLength: v, maxLength: v },
  );

const networks: fc.Arbitrary<NetworkShape> = fc
  .record({
    widths: fc.array(fc.constantFrom(16, 32), { minLength: 1, maxLength: 3 }),
    cts: fc.constantFrom(...CTS_CHOICES),
    gsm: fc.constantFrom(...GSM_CHOICES),
    prior: fc.constantFrom(...PRIOR_CHOICES),
    dht: fc.constantFrom(...DHT_CHOICES),
    gta: fc.constantFrom(...GTA_CHOICES),
    gtaHeads: fc.constantFrom(1, 2, 4),
    reduction: fc.constantFrom(2, 8, 64),
    lseGroups: fc.constantFrom(1, 2, 8),
    kernel: fc.constantFrom(1, 3, 5, 9),
    dilations: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    halved: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    layout: fc.constantFrom("ntu25", "ucla20", "uiprmd22"),
    window: fc.integer({ min: 8, max: 13 }),
  })
  .map(({ halved, layout, window, ...model }) => {
    const config: Partial<ModelConfig> = { ...model, strides: model.widths.map((_, i) => (halved[i] ? 2 : 1)) };
    const shrink = config.strides!.reduce((a, b) => a * b, 1);
    return smallNetwork(config, { layout: layoutNamed(layout), window: Math.max(window, 2 * shrink) });
  });

describe("HGLNet", () => {
  it("does not depend on how joints are numbered", async () => {
    const cases = fc
      .constantFrom("ntu25", "ucla20")
      .chain((name) =>
        fc.record({ layout: fc.constant(layoutNamed(name)), to: permutation(layoutNamed(name).joints.length) }),
      );
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(...PRIOR_CHOICES), async ({ layout, to }, prior) => {
        const network = smallNetwork({ prior }, { layout });
        const renamed = { ...network, layout: relabelled(layout, to) };
        const state = livelyState(declareHglnet(network));
        const moved = relabelledState(network, renamed, to, state);
        const x = clips(network, 2);
        const y = relabelledClips(network, x, to);
        const [a, b] = [await evaluated(network, state, x, 2), await evaluated(renamed, moved, y, 2)];
        assert.ok(distance(a.logits!, b.logits!) <= 1e-5, `evaluation: ${distance(a.logits!, b.logits!)}`);
        const labels = Int32Array.of(0, 2);
        const [c, d] = [await learned(network, state, x, labels), await learned(renamed, moved, y, labels)];
        assert.ok(distance(c.logits, d.logits) <= 1e-5, `training: ${distance(c.logits, d.logits)}`);
        // The gradient follows its weight, but for a ReLU that rounding puts on the other side of its kink.
        const gradient = relabelledState(network, renamed, to, { weights: c.gradient, statistics: c.statistics });
        const off = Math.hypot(...d.gradient.map((value, i) => value - gradient.weights[i]!));
        assert.ok(off <= 1e-2 * Math.hypot(...d.gradient), `gradient: ${off / Math.hypot(...d.gradient)}`);
        assert.ok(distance(d.statistics, gradient.statistics) <= 1e-5);
      }),
      { numRuns: 4 },
    );
  });

  it("starts on the same prior however joints are numbered", () => {
    fc.assert(
      fc.property(permutation(25), fc.constantFrom(...PRIOR_CHOICES), (to, prior) => {
        const network = smallNetwork({ prior }, { layout: layoutNamed("ntu25") });
        const renamed = { ...network, layout: relabelled(network.layout, to) };
        const values = ({ weights }: ReturnType<typeof declareHglnet>): Float32Array => {
          const flat = new Float32Array(totalLength(weights));
          for (const { offset, init } of weights) if (init.kind === "values") flat.set(init.values, offset);
          return flat;
        };
        const statistics = new Float32Array(totalLength(declareHglnet(network).statistics));
        const moved = relabelledState(network, renamed, to, { weights: values(declareHglnet(network)), statistics });
        assert.deepEqual(moved.weights, values(declareHglnet(renamed)));
      }),
      { numRuns: 20 },
    );
  });

  it("builds, learns and counts its parameters in every combination of choices", async () => {
    await fc.assert(
      fc.asyncProperty(networks, async (network) => {
        const declared = declareHglnet(network);
        const { config, layout, classes, window } = network;
        assert.equal(summarise(config, layout, classes, window).parameters, totalLength(declared.weights));
        const state = livelyState(declared);
        const x = clips(network, 2);
        const { logits } = await evaluated(network, state, x, 2);
        assert.equal(logits!.length, 2 * classes);
        assert.ok(logits!.every(Number.isFinite));
        const { gradient, statistics, loss } = await learned(network, state, x, Int32Array.of(1, 2));
        assert.ok(loss > 0 && Number.isFinite(loss));
        assert.ok(gradient.every(Number.isFinite) && gradient.some((value) => value !== 0));
        assert.ok(statistics.every(Number.isFinite));
      }),
      { numRuns: 15 },
    );
  });
});
