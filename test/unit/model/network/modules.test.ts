import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type * as tf from "@tensorflow/tfjs-core";
import { CompiledProgram, record } from "../../../../src/engine";
import { globalSpatial } from "../../../../src/model/network/globalSpatial";
import { globalTemporal } from "../../../../src/model/network/globalTemporal";
import { blockShapes, declareHglnet, type BlockShape, type NetworkShape } from "../../../../src/model/network/hglnet";
import { localSpatial } from "../../../../src/model/network/localSpatial";
import { localTemporal } from "../../../../src/model/network/localTemporal";
import { Pass } from "../../../../src/model/network/pass";
import { boneSupport } from "../../../../src/model/skeleton/graph";
import { distance, livelyState, normals, part, smallNetwork, type NetworkState } from "./smallNetwork";

const BODIES = 2;

type Module = (pass: Pass, block: BlockShape, x: tf.Tensor) => tf.Tensor;

/** One module of one block in evaluation mode: x [B, C, V, T] -> its output, flat. */
async function runModule(
  module: Module,
  network: NetworkShape,
  state: NetworkState,
  block: BlockShape,
  x: Float32Array,
  shape: number[],
): Promise<Float32Array> {
  const declared = declareHglnet(network);
  const values = {
    ...Object.fromEntries(declared.weights.map(({ name }) => [name, part(declared.weights, state.weights, name)])),
    ...Object.fromEntries(
      declared.statistics.map(({ name }) => [name, part(declared.statistics, state.statistics, name)]),
    ),
  };
  const shapes = Object.fromEntries([...declared.weights, ...declared.statistics].map((e) => [e.name, e.shape]));
  const program = await record({ ...shapes, x: shape }, ({ x: input, ...tensors }) => ({
    y: module(new Pass(new Map(Object.entries(tensors)), false), block, input!),
  }));
  const compiled = await CompiledProgram.compile(program, "module", { threads: 1 });
  const { y } = await compiled.run({ ...values, x });
  await compiled.dispose();
  return y!;
}

/** A network, one of its blocks, a lively state and an input of that block, or of its temporal half. */
function setting(changes: Parameters<typeof smallNetwork>[0], index: number, half: "spatial" | "temporal") {
  const network = smallNetwork(changes, { window: 6 });
  const block = blockShapes(network)[index]!;
  const declared = declareHglnet(network);
  const state = livelyState(declared);
  const c = half === "spatial" ? block.from : block.to;
  const v = network.layout.joints.length;
  const shape = [BODIES, c, v, block.frames];
  const normal = normals(5);
  const x = Float32Array.from({ length: BODIES * c * v * block.frames }, normal);
  const readers = new Map<string, (...at: number[]) => number>();
  /** A parameter of the block, read at an index per axis. */
  const weight = (name: string): ((...at: number[]) => number) => {
    const known = readers.get(name);
    if (known) return known;
    const kind = declared.weights.some((e) => e.name === `${block.name}.${name}`) ? "weights" : "statistics";
    const entry = declared[kind].find((e) => e.name === `${block.name}.${name}`)!;
    const values = part(declared[kind], state[kind], entry.name);
    const read = (...at: number[]): number => values[at.reduce((flat, i, axis) => flat * entry.shape[axis]! + i, 0)]!;
    readers.set(name, read);
    return read;
  };
  const norm =
    (name: string) =>
    (c: number, value: number): number => {
      const [w, b, m, s] = ["weight", "bias", "mean", "variance"].map((p) => weight(`${name}.${p}`)(c));
      return ((value - m!) / Math.sqrt(s! + 1e-5)) * w! + b!;
    };
  const at = (b: number, channel: number, joint: number, t: number): number =>
    x[((b * c + channel) * v + joint) * block.frames + t]!;
  return { network, block, state, shape, x, v, weight, norm, at, run: (module: Module) => runModule(module, network, state, block, x, shape) }; // prettier-ignore
}

const sum = (n: number, term: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < n; i++) total += term(i);
  return total;
};

const softmax = (scores: number[]): number[] => {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
};

/** [B, C, V, T] by a formula. */
function filledBy(
  [b, c, v, t]: readonly [number, number, number, number],
  value: (b: number, c: number, v: number, t: number) => number,
): number[] {
  const values: number[] = [];
  for (let i = 0; i < b; i++)
    for (let j = 0; j < c; j++) for (let k = 0; k < v; k++) for (let l = 0; l < t; l++) values.push(value(i, j, k, l));
  return values;
}

describe("GSM", () => {
  for (const gsm of ["S", "S+D", "S+Q", "S+D+Q"] as const) {
    it(`computes (E2) to (E7) with ${gsm}`, async () => {
      const { block, v, weight, norm, at, run } = setting({ gsm, widths: [16, 16] }, 1, "spatial");
      const { from, to, frames } = block;
      const r = Math.floor(from / 8);
      const subsets = [0, 1, 2];
      const project = (kind: "query" | "key", b: number, k: number, i: number, joint: number): number =>
        sum(
          from,
          (c) => weight(`fpb.${kind}.weight`)(k * r + i, c) * (sum(frames, (t) => at(b, c, joint, t)) / frames),
        ) + weight(`fpb.${kind}.bias`)(k * r + i);
      const dynamic = gsm.includes("D");
      const attends = gsm.includes("Q");
      const topology = Array.from({ length: BODIES }, (_, b) =>
        subsets.map((k) => {
          const [p, q] = dynamic || attends ? (["query", "key"] as const).map((kind) =>
            Array.from({ length: v }, (_, u) => Array.from({ length: r }, (_, i) => project(kind, b, k, i, u))),
          ) : [[], []]; // prettier-ignore
          return Array.from({ length: v }, (_, u) => {
            const attention = attends
              ? softmax(Array.from({ length: v }, (_, w) => sum(r, (i) => p![u]![i]! * q![w]![i]!) / Math.sqrt(r)))
              : [];
            return Array.from({ length: v }, (_, w) =>
              Array.from({ length: to }, (_, c) => {
                const s = weight("gsm.topology")(k, u, w);
                const d = dynamic
                  ? weight("gsm.dynamicGate")(k) *
                    (sum(r, (i) => weight("gsm.dynamic.weight")(k, c, i) * Math.tanh(p![u]![i]! - q![w]![i]!)) +
                      weight("gsm.dynamic.bias")(k, c))
                  : 0;
                return s + d + (attends ? weight("gsm.attentionGate")(k) * attention[w]! : 0);
              }),
            );
          });
        }),
      );
      const [valueWeight, valueBias] = [weight("fpb.value.weight"), weight("fpb.value.bias")];
      const values = Float64Array.from(
        filledBy([BODIES, to * 3, v, frames], (b, row, w, t) => sum(from, (c) => valueWeight(row, c) * at(b, c, w, t)) + valueBias(row)),
      ); // prettier-ignore
      const expected = filledBy([BODIES, to, v, frames], (b, c, u, t) =>
        norm("gsm.norm")(
          c,
          sum(3, (k) =>
            sum(v, (w) => topology[b]![k]![u]![w]![c]! * values[((b * to * 3 + c * 3 + k) * v + w) * frames + t]!),
          ),
        ),
      );
      assert.ok(distance(await run(globalSpatial), expected) <= 1e-5);
    });
  }
});

describe("LSE", () => {
  it("computes (E8) over bones alone", async () => {
    const { network, block, v, weight, norm, at, run } = setting({}, 1, "spatial");
    const { from, to, frames } = block;
    const support = boneSupport(network.layout);
    const edges = weight("lse.edges");
    const gathered = new Float64Array(3 * BODIES * from * v * frames);
    support.forEach(({ j, u, v: w, value }, i) => {
      for (let b = 0; b < BODIES; b++)
        for (let c = 0; c < from; c++)
          for (let t = 0; t < frames; t++)
            gathered[(((j * BODIES + b) * from + c) * v + u) * frames + t]! += value * edges(i) * at(b, c, w, t);
    });
    const [perGroup, outs] = [from / 4, to / 4];
    const expected = filledBy([BODIES, to, v, frames], (b, o, u, t) => {
      const first = Math.floor(o / outs) * perGroup;
      return norm("lse.norm")(
        o,
        sum(
          3,
          (j) =>
            weight("lse.bias")(j, o) +
            sum(
              perGroup,
              (c) =>
                weight("lse.weight")(o, c, j) * gathered[(((j * BODIES + b) * from + first + c) * v + u) * frames + t]!,
            ),
        ),
      );
    });
    assert.ok(distance(await run(localSpatial), expected) <= 1e-5);
  });

  it("lets nothing pass between joints that share no bone, whatever its edges weigh", async () => {
    const network = smallNetwork({}, { window: 4 });
    const block = blockShapes(network)[0]!;
    const declared = declareHglnet(network);
    const state = livelyState(declared);
    const normal = normals(8);
    for (let i = 0; i < state.weights.length; i++) state.weights[i]! += 2 * normal();
    const v = network.layout.joints.length;
    const frames = block.frames;
    // Clip 0 is the undisturbed one; in clip w + 1 joint w has moved.
    const clip = block.from * v * frames;
    const still = Float32Array.from({ length: clip }, normal);
    const x = new Float32Array((v + 1) * clip);
    for (let n = 0; n <= v; n++) {
      x.set(still, n * clip);
      if (n > 0) for (let c = 0; c < block.from; c++) x[n * clip + (c * v + n - 1) * frames]! += 3;
    }
    const y = await runModule(localSpatial, network, state, block, x, [v + 1, block.from, v, frames]);
    const bones = new Set(boneSupport(network.layout).map(({ u, v: w }) => `${u}<-${w}`));
    const out = block.to * v * frames;
    for (let w = 0; w < v; w++) {
      for (let u = 0; u < v; u++) {
        let moved = 0;
        for (let c = 0; c < block.to; c++) {
          for (let t = 0; t < frames; t++) {
            const at = (c * v + u) * frames + t;
            moved = Math.max(moved, Math.abs(y[(w + 1) * out + at]! - y[at]!));
          }
        }
        assert.equal(moved > 0, bones.has(`${u}<-${w}`), `joint ${u} from joint ${w} moved by ${moved}`);
      }
    }
  });
});

describe("GTA", () => {
  for (const [gta, stride] of [
    ["pooled", 1],
    ["pooled", 2],
    ["per-joint", 1],
    ["per-joint", 2],
  ] as const) {
    it(`computes (E10) to (E12) ${gta} with stride ${stride}`, async () => {
      const { block, v, weight, norm, at, run } = setting({ gta, strides: [1, stride], widths: [16, 16] }, 1, "temporal"); // prettier-ignore
      const { to: c, frames } = block;
      const [heads, d] = [4, c / 4];
      const out = Math.ceil(frames / stride);
      const project = (kind: string, z: number[]): number[] =>
        Array.from(
          { length: d },
          (_, i) => sum(c, (j) => weight(`gta.${kind}.weight`)(i, j) * z[j]!) + weight(`gta.${kind}.bias`)(i),
        );
      const normalised = (y: number[]): number[] => {
        const mean = sum(c, (i) => y[i]!) / c;
        const variance = sum(c, (i) => (y[i]! - mean) ** 2) / c;
        return y.map(
          (value, i) =>
            ((value - mean) / Math.sqrt(variance + 1e-5)) * weight("gta.layerNorm.weight")(i) +
            weight("gta.layerNorm.bias")(i),
        );
      };
      const frame = (b: number, joint: number, t: number): number[] =>
        Array.from({ length: c }, (_, i) =>
          gta === "pooled" ? sum(v, (u) => at(b, i, u, t)) / v : at(b, i, joint, t),
        );
      /** Attention of one body and joint: [head][out][frame]. */
      const maps = (b: number, joint: number): number[][][] => {
        const z = Array.from({ length: frames }, (_, t) => normalised(frame(b, joint, t)));
        const [q, k] = [z.map((one) => project("query", one)), z.map((one) => project("key", one))];
        const width = d / heads;
        return Array.from({ length: heads }, (_, h) =>
          Array.from({ length: out }, (_, i) =>
            softmax(
              z.map(
                (_, t) =>
                  sum(width, (j) => q[i * stride]![h * width + j]! * k[t]![h * width + j]!) / Math.sqrt(width) +
                  weight("gta.positionBias")(h, i * stride - t + frames - 1),
              ),
            ),
          ),
        );
      };
      const attention = Array.from({ length: BODIES }, (_, b) =>
        gta === "pooled"
          ? Array<number[][][]>(v).fill(maps(b, 0))
          : Array.from({ length: v }, (_, joint) => maps(b, joint)),
      );
      const values = Array.from({ length: BODIES }, (_, b) =>
        Array.from({ length: v }, (_, u) =>
          Array.from({ length: frames }, (_, t) => project("value", Array.from({ length: c }, (_, i) => at(b, i, u, t)))),
        ),
      ); // prettier-ignore
      const expected = filledBy([BODIES, c, v, out], (b, o, u, i) =>
        norm("gta.norm")(
          o,
          weight("gta.out.bias")(o) +
            sum(d, (j) => {
              const head = Math.floor(j / (d / heads));
              const mixed = sum(frames, (t) => attention[b]![u]![head]![i]![t]! * values[b]![u]![t]![j]!);
              return weight("gta.out.weight")(o, j) * mixed;
            }),
        ),
      );
      assert.ok(distance(await run(globalTemporal), expected) <= 1e-5);
    });
  }
});

describe("LTC", () => {
  for (const [kernel, dilations, stride] of [
    [5, [1, 2], 1],
    [5, [1, 2], 2],
    [3, [2, 3], 2],
    [1, [1, 1], 1],
  ] as const) {
    it(`computes (E13) with ${kernel} taps ${dilations.join(" and ")} apart at stride ${stride}`, async () => {
      const { block, v, weight, norm, at, run } = setting(
        { kernel, dilations, strides: [1, stride], widths: [16, 16] },
        1,
        "temporal",
      );
      const { to: c, frames } = block;
      const quarter = c / 4;
      const out = Math.ceil(frames / stride);
      const reduced = (b: number, i: number, u: number, t: number): number =>
        norm("ltc.reduceNorm")(i, sum(c, (j) => weight("ltc.reduce.weight")(i, j) * at(b, j, u, t)) + weight("ltc.reduce.bias")(i)); // prettier-ignore
      const active = Float64Array.from(
        filledBy([BODIES, c, v, frames], (b, i, u, t) => Math.max(0, reduced(b, i, u, t))),
      );
      const look = (b: number, i: number, u: number, t: number): number =>
        t < 0 || t >= frames ? 0 : active[((b * c + i) * v + u) * frames + t]!;
      const expected = filledBy([BODIES, c, v, out], (b, o, u, i) => {
        const [branch, own, t] = [Math.floor(o / quarter), o % quarter, i * stride];
        if (branch === 3) return reduced(b, o, u, t);
        if (branch === 2)
          return norm("ltc.norm")(o, Math.max(look(b, o, u, t - 1), look(b, o, u, t), look(b, o, u, t + 1)));
        const conv = `ltc.conv${branch + 1}`;
        const taps = sum(quarter, (j) =>
          sum(kernel, (tap) => {
            const shift = (tap - (kernel - 1) / 2) * dilations[branch as 0 | 1];
            return weight(`${conv}.weight`)(own, j, tap) * look(b, branch * quarter + j, u, t + shift);
          }),
        );
        return norm("ltc.norm")(o, taps + weight(`${conv}.bias`)(own));
      });
      assert.ok(distance(await run(localTemporal), expected) <= 1e-5);
    });
  }
});
