import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ModelConfig } from "../../../../src/common/config";
import { differenceOf, MapMean } from "../../../../src/model/evaluation/mapMean";
import { clipMaps, stillMaps, type MapTerm, type NetworkMap } from "../../../../src/model/evaluation/maps";
import { MapSession } from "../../../../src/model/evaluation/mapSession";
import { declareHglnet, type NetworkShape } from "../../../../src/model/network/hglnet";
import { Pass } from "../../../../src/model/network/pass";
import { priorGraphs } from "../../../../src/model/network/spatial";
import { blockShapes } from "../../../../src/model/network/hglnet";
import { stem } from "../../../../src/model/network/stem";
import { boneSupport } from "../../../../src/model/skeleton/graph";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { evaluationProgram, inputShape } from "../../../../src/model/train/programs";
import { assertClose, runEagerly } from "../../engine/harness";
import { clips, evaluated, livelyState, part, smallNetwork } from "../network/smallNetwork";

const PARTS = ["self", "forward", "reverse"];

interface Seen {
  readonly network: NetworkShape;
  readonly state: ReturnType<typeof livelyState>;
  readonly x: Float32Array;
  readonly logits: Float32Array;
  /** Of the clip, then those that need none. */
  readonly maps: readonly NetworkMap[];
}

async function seen(
  changes: Partial<ModelConfig> = {},
  rest: Partial<NetworkShape> = {},
  change: (x: Float32Array, network: NetworkShape) => void = () => {},
): Promise<Seen> {
  const network = smallNetwork(changes, rest);
  const state = livelyState(declareHglnet(network));
  const x = clips(network, 1);
  change(x, network);
  const session = await MapSession.open(network, state, 1);
  try {
    const { logits, maps } = await session.of(x);
    return { network, state, x, logits, maps: [...maps, ...stillMaps(network, state)] };
  } finally {
    await session.dispose();
  }
}

function only(maps: readonly NetworkMap[], term: MapTerm, block: number, name: string, channel: number | null = null) {
  const found = maps.filter(
    (map) => map.term === term && map.block === block && map.part === name && map.channel === channel,
  );
  assert.equal(found.length, 1, `${term}, block ${block}, ${name}`);
  return found[0]!;
}

const VARIANTS: [Partial<ModelConfig>, string][] = [
  [{}, "A D Q S gta lse"],
  [{ cts: "gsm" }, "A D Q S gta"],
  [{ cts: "lse" }, "gta lse"],
  [{ cts: "fixed" }, "A S gta"],
  [{ gsm: "S" }, "A S gta lse"],
  [{ gsm: "S+D" }, "A D S gta lse"],
  [{ gsm: "S+Q" }, "A Q S gta lse"],
  [{ dht: "ltc" }, "A D Q S lse"],
  [{ dht: "gta", gta: "per-joint", strides: [2, 2] }, "A D Q S gta lse"],
  [{ prior: "bones", cts: "fixed" }, "A S gta"],
];

describe("The maps of a network", () => {
  for (const [changes, terms] of VARIANTS)
    it(`are those that it has: ${JSON.stringify(changes)}`, async () => {
      const { maps, network, logits, state, x } = await seen(changes);
      assert.deepEqual([...new Set(maps.map(({ term }) => term))].sort(), terms.split(" "));
      for (const { rows, columns, values } of maps) assert.equal(values.length, rows * columns);
      const plain = await evaluated(network, state, x, 1);
      assertClose(logits, plain.logits!, 1e-5, "keeping the maps changes no score");

      const v = network.layout.joints.length;
      for (const [block, shape] of blockShapes(network).entries()) {
        for (const [k, name] of PARTS.entries()) {
          if (!terms.includes("S")) continue;
          const s = only(maps, "S", block, name).values;
          const learned = shape.config.cts !== "fixed";
          const weight = learned
            ? part(declareHglnet(network).weights, state.weights, `${shape.name}.gsm.topology`)
            : Float32Array.from(priorGraphs(shape).flatMap((graph) => [...graph]));
          assert.deepEqual(s, weight.slice(k * v * v, (k + 1) * v * v), "S is the weight itself");
          const [d, q] = (["D", "Q"] as const).map((term) =>
            terms.includes(term) ? only(maps, term, block, name) : null,
          );
          const sum = s.map((value, at) => value + (d?.values[at] ?? 0) + (q ? q.gate! * q.values[at]! : 0));
          assertClose(only(maps, "A", block, name).values, sum, 1e-5, "A = S + a D + b Q");
        }
        const frames = maps.filter((map) => map.term === "gta" && map.block === block);
        if (terms.includes("gta")) assert.equal(frames.length, shape.config.gtaHeads);
        for (const map of frames)
          assert.deepEqual([map.rows, map.columns], [Math.ceil(shape.frames / shape.stride), shape.frames]);
      }
      for (const map of maps.filter(({ term }) => term === "Q" || term === "gta"))
        for (let row = 0; row < map.rows; row++) {
          const own = map.values.subarray(row * map.columns, (row + 1) * map.columns);
          const sum = own.reduce((total, value) => total + value, 0);
          assert.ok(Math.abs(sum - 1) < 1e-5, `a row of ${map.term} adds up to 1, not ${sum}`);
          assert.ok(own.every((value) => value >= 0));
        }
    });

  it("follow the equations (E3) to (E5) in the first block, computed in double precision", async () => {
    const { network, state, x, maps } = await seen({ widths: [16, 16] });
    const { weights, statistics } = declareHglnet(network);
    const block = blockShapes(network)[0]!;
    const shapes = { x: inputShape(network, 1) };
    const inputs = { x };
    const all = [...weights, ...statistics].filter(({ name }) => name.startsWith("stem"));
    const values = Object.fromEntries(
      all.map(({ name }) => [
        name,
        weights.some((entry) => entry.name === name)
          ? part(weights, state.weights, name)
          : part(statistics, state.statistics, name),
      ]),
    );
    const { y } = await runEagerly(
      { ...shapes, ...Object.fromEntries(all.map(({ name, shape }) => [name, shape])) },
      ({ x: input, ...tensors }) => ({ y: stem(new Pass(new Map(Object.entries(tensors)), false), input!) }),
      { ...inputs, ...values },
    );
    const v = network.layout.joints.length;
    const [c, t, r] = [16, network.window, 2];
    const weight = (name: string) => part(weights, state.weights, `${block.name}.${name}`);
    const pooled = (i: number, u: number) => mean(t, (frame) => y![(i * v + u) * t + frame]!);
    const project = (name: string, k: number, i: number, u: number) =>
      weight(`fpb.${name}.bias`)[k * r + i]! +
      sum(c, (j) => weight(`fpb.${name}.weight`)[(k * r + i) * c + j]! * pooled(j, u));
    const table = (name: string, k: number) =>
      Array.from({ length: v }, (_, u) => Array.from({ length: r }, (_, i) => project(name, k, i, u)));
    for (const [k, name] of PARTS.entries()) {
      const [p, q] = [table("query", k), table("key", k)];
      const attention = only(maps, "Q", 0, name);
      assert.equal(attention.gate, weight("gsm.attentionGate")[k]);
      const scores = p.map((own) => q.map((other) => sum(r, (i) => own[i]! * other[i]!) / Math.sqrt(r)));
      const rows = scores.flatMap((row) => row.map((score) => Math.exp(score) / sum(v, (w) => Math.exp(row[w]!))));
      assertClose(attention.values, rows, 1e-5, `Q, ${name}`);

      const a = weight("gsm.dynamicGate")[k]!;
      const d = (channel: number) =>
        p.flatMap((own) =>
          q.map(
            (other) =>
              a *
              (weight("gsm.dynamic.bias")[k * c + channel]! +
                sum(
                  r,
                  (i) => weight("gsm.dynamic.weight")[(k * c + channel) * r + i]! * Math.tanh(own[i]! - other[i]!),
                )),
          ),
        );
      const all = Array.from({ length: c }, (_, channel) => d(channel));
      const dynamic = only(maps, "D", 0, name);
      assert.equal(dynamic.gate, a);
      assertClose(
        dynamic.values,
        all[0]!.map((_, at) => mean(c, (channel) => all[channel]![at]!)),
        1e-5,
        `D, ${name}`,
      );
      const length = (channel: number) => sum(r, (i) => weight("gsm.dynamic.weight")[(k * c + channel) * r + i]! ** 2);
      const longest = Array.from({ length: c }, (_, i) => i).sort((one, two) => length(two) - length(one));
      const channels = maps.filter((map) => map.term === "D" && map.block === 0 && map.part === name && map.channel !== null); // prettier-ignore
      assert.deepEqual(
        channels.map(({ channel }) => channel),
        longest.slice(0, 2),
      );
      for (const { channel, values: own } of channels) assertClose(own, all[channel!]!, 1e-5, `channel ${channel}`);
    }
  });

  it("are equal on eager tfjs", async () => {
    const { network, state, x, maps } = await seen({ gta: "per-joint" });
    const { inputs, build } = evaluationProgram(network, declareHglnet(network), 1, true);
    const outputs = await runEagerly(inputs, build, { ...state, x });
    const eager = [...clipMaps(network, state, outputs, [0]), ...stillMaps(network, state)];
    assert.equal(eager.length, maps.length);
    eager.forEach(({ values, ...map }, i) => {
      const { values: own, ...same } = maps[i]!;
      assert.deepEqual(same, map);
      // Channels of about 1 cancel in D's mean.
      assertClose(own, values, 1e-5, `${map.term} ${map.part}`, map.term === "D" ? 0.1 : 0);
    });
  });

  it("of LSE lie on the bones alone, and are the graphs that the network multiplies with", async () => {
    const { network, state, x, maps } = await seen();
    const { layout } = network;
    const v = layout.joints.length;
    const outputs = await evaluated(network, state, x, 1, true);
    for (const [j, name] of ["self", "children", "parent"].entries()) {
      const { values } = only(maps, "lse", 1, name);
      const kept = outputs["blocks.2.lse.graphs"]!.subarray(j * v * v, (j + 1) * v * v);
      assertClose(values, kept, 1e-6, name);
      const support = boneSupport(layout).filter((entry) => entry.j === j);
      const on = new Set(support.map(({ u, v: from }) => u * v + from));
      values.forEach((value, at) => assert.equal(value !== 0, on.has(at), `${name} at ${at}`));
    }
  });

  it("leave out a body that is not there, and say how heads were averaged over joints", async () => {
    const empty = (x: Float32Array) => void x.fill(0, x.length / 2);
    const two = { layout: layoutNamed("ntu25"), window: 6 };
    const alone = await seen({}, two, empty);
    assert.deepEqual([...new Set(alone.maps.map(({ body }) => body))], [0, null]);
    const both = await seen({ gta: "per-joint" }, two);
    assert.deepEqual([...new Set(both.maps.map(({ body }) => body))], [0, 1, null]);
    assert.equal(only(both.maps.filter(({ body }) => body === 1), "gta", 0, "head 2, mean over joints").columns, 6); // prettier-ignore
  });

  it("of several clips have a mean, and a difference that is 0 to themselves", async () => {
    const first = await seen();
    const second = await seen({}, {}, (x) => void x.reverse());
    const one = new MapMean();
    one.add(first.maps);
    one.mean().forEach((map, i) => assert.deepEqual(map, first.maps[i]));
    assert.ok(differenceOf(one.mean(), first.maps).every(({ values }) => values.every((value) => value === 0)));
    assert.equal(differenceOf(first.maps, first.maps).length, first.maps.length);

    const mean = new MapMean();
    mean.add(first.maps);
    mean.add(second.maps.filter(({ term }) => term !== "gta"));
    assert.equal(mean.clips, 2);
    mean.mean().forEach((map, i) => {
      const [a, b] = [first.maps[i]!.values, second.maps[i]!.values];
      const expected = a.map((value, at) => (map.term === "gta" ? value : (value + b[at]!) / 2));
      assertClose(map.values, expected, 1e-6, map.term);
    });
    const change = differenceOf(first.maps, second.maps);
    const q = only(change, "Q", 1, "forward");
    const [a, b] = [first, second].map(({ maps }) => only(maps, "Q", 1, "forward"));
    assert.deepEqual(
      q.values,
      a!.values.map((value, at) => value - b!.values[at]!),
    );
    assert.equal(q.gate, a!.gate);
    assert.ok(q.values.some((value) => value !== 0));
  });
});

function sum(n: number, value: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += value(i);
  return total;
}

const mean = (n: number, value: (i: number) => number): number => sum(n, value) / n;
