import { stridedLength } from "../../engine";
import { blockShapes, declareHglnet, type BlockShape, type NetworkShape } from "../network/hglnet";
import type { Entry } from "../network/parameters";
import { priorGraphs } from "../network/spatial";
import { boneSupport } from "../skeleton/graph";

/** Kinds of maps: of joints S, D, Q and their sum A (E4 to E6), weights of bones (E8), and of frames (E11). */
export type MapTerm = "S" | "D" | "Q" | "A" | "lse" | "gta";

/** One map of a network, of one clip or of none; row u gathers from column v. */
export interface NetworkMap {
  readonly term: MapTerm;
  /** From 0. */
  readonly block: number;
  /** "self", "forward", "reverse" (E6); "self", "children", "parent" (E8); "head 1" and on (E11), "head 1, mean over joints" where it has one map per joint. */
  readonly part: string;
  /** Of D alone: the output channel it is of, from 0; null for the mean over channels. */
  readonly channel: number | null;
  /** Null where it does not depend on the clip, and so not on a body. */
  readonly body: number | null;
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns]. Of D its share of the sum, a_k D_k; of A the mean over channels. */
  readonly values: Float32Array;
  /** a_k of D, b_k of Q. */
  readonly gate: number | null;
}

/** A network's values as `evaluationProgram` takes them. */
export interface MapState {
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
}

/** Channels of D that are shown beside their mean, of each subset and block. */
export const STRONGEST_CHANNELS = 2;

const SUBSETS = ["self", "forward", "reverse"];
const BONES = ["self", "children", "parent"];

/** The maps that follow from the weights alone: S, the weighted bones P * E of LSE, and A where it is nothing but S. */
export function stillMaps(network: NetworkShape, { weights }: Pick<MapState, "weights">): NetworkMap[] {
  const values = valuesIn(network, weights);
  const v = network.layout.joints.length;
  const joints = { channel: null, body: null, rows: v, columns: v, gate: null };
  return blockShapes(network).flatMap((shape, block) => {
    const maps: NetworkMap[] = [];
    const add = (term: MapTerm, parts: readonly string[], graphs: readonly Float32Array[]) =>
      graphs.forEach((graph, k) => maps.push({ ...joints, term, block, part: parts[k]!, values: graph }));
    const topology = staticTopology(shape, values);
    if (topology) add("S", SUBSETS, topology);
    if (topology && !values(`${shape.name}.gsm.dynamicGate`) && !values(`${shape.name}.gsm.attentionGate`))
      add("A", SUBSETS, topology);
    const edges = values(`${shape.name}.lse.edges`);
    if (edges) add("lse", BONES, weightedBones(shape, edges));
    return maps;
  });
}

/**
 * The maps of one clip, from the outputs of `evaluationProgram` for a batch of one with its maps kept, beside those that no clip is needed for.
 *
 * @param bodies the bodies that are in the clip; the others' maps are left out
 */
export function clipMaps(
  network: NetworkShape,
  { weights }: Pick<MapState, "weights">,
  outputs: Readonly<Record<string, Float32Array>>,
  bodies: readonly number[],
): NetworkMap[] {
  const values = valuesIn(network, weights);
  return blockShapes(network).flatMap((shape, block) =>
    bodies.flatMap((body) => {
      const at: Place = { block, body, shape, values, outputs };
      return [...dynamicMaps(at), ...attentionMaps(at), ...compositeMaps(at), ...frameMaps(at)];
    }),
  );
}

/** The bodies of one input [M, 3, V, T] that are there at all; the first one always is. */
export function bodiesIn(x: Float32Array, { layout, window }: NetworkShape): number[] {
  const size = 3 * layout.joints.length * window;
  return Array.from({ length: layout.bodies }, (_, body) => body).filter(
    (body) => body === 0 || x.subarray(body * size, (body + 1) * size).some((value) => value !== 0),
  );
}

type Values = (name: string) => Float32Array | undefined;

interface Place {
  readonly block: number;
  readonly body: number;
  readonly shape: BlockShape;
  readonly values: Values;
  readonly outputs: Readonly<Record<string, Float32Array>>;
}

/** D's mean over channels, then the channels on which the network lets it have most weight: those whose row of a_k W_k is longest. */
function dynamicMaps({ block, body, shape, values, outputs }: Place): NetworkMap[] {
  const dynamic = outputs[`${shape.name}.gsm.dynamic`];
  if (!dynamic) return [];
  const gates = values(`${shape.name}.gsm.dynamicGate`)!;
  const weight = values(`${shape.name}.gsm.dynamic.weight`)!;
  const size = shape.layout.joints.length ** 2;
  const { to } = shape;
  return SUBSETS.flatMap((part, k) => {
    const own = slab(dynamic, body * SUBSETS.length + k, to * size);
    const channels = strongest(slab(weight, k, weight.length / SUBSETS.length), to, STRONGEST_CHANNELS);
    const map = (channel: number | null, graph: Float32Array) =>
      jointMap(shape, { term: "D", block, part, channel, body, values: graph, gate: gates[k]! });
    return [map(null, meanOfSlabs(own, to)), ...channels.map((channel) => map(channel, slab(own, channel, size)))];
  });
}

function attentionMaps({ block, body, shape, values, outputs }: Place): NetworkMap[] {
  const gates = values(`${shape.name}.gsm.attentionGate`);
  return perSubset(outputs[`${shape.name}.gsm.attention`], shape, body, (part, k, graph) =>
    jointMap(shape, { term: "Q", block, part, channel: null, body, values: graph, gate: gates![k]! }),
  );
}

/** Of a network without D and Q nothing: its A is the same for every clip, and stands among the still maps. */
function compositeMaps({ block, body, shape, values, outputs }: Place): NetworkMap[] {
  if (!values(`${shape.name}.gsm.dynamicGate`) && !values(`${shape.name}.gsm.attentionGate`)) return [];
  return perSubset(outputs[`${shape.name}.gsm.topology`], shape, body, (part, _, graph) =>
    jointMap(shape, { term: "A", block, part, channel: null, body, values: graph, gate: null }),
  );
}

function frameMaps({ block, body, shape, outputs }: Place): NetworkMap[] {
  const attention = outputs[`${shape.name}.gta.attention`];
  if (!attention) return [];
  const { frames: columns, stride, config, layout } = shape;
  const rows = stridedLength(columns, stride);
  const perJoint = config.gta === "per-joint";
  const joints = perJoint ? layout.joints.length : 1;
  return Array.from({ length: config.gtaHeads }, (_, head) => ({
    term: "gta" as const,
    block,
    part: `head ${head + 1}${perJoint ? ", mean over joints" : ""}`,
    channel: null,
    body,
    rows,
    columns,
    values: meanOfSlabs(slab(attention, body * config.gtaHeads + head, joints * rows * columns), joints),
    gate: null,
  }));
}

function jointMap(shape: BlockShape, map: Omit<NetworkMap, "rows" | "columns">): NetworkMap {
  const v = shape.layout.joints.length;
  return { ...map, rows: v, columns: v };
}

function perSubset(
  graphs: Float32Array | undefined,
  { layout }: BlockShape,
  body: number,
  map: (part: string, k: number, graph: Float32Array) => NetworkMap,
): NetworkMap[] {
  if (!graphs) return [];
  const size = layout.joints.length ** 2;
  return SUBSETS.map((part, k) => map(part, k, slab(graphs, body * SUBSETS.length + k, size)));
}

/** S_k, learned or the prior that it stays; undefined where the block has no GSM. */
function staticTopology(shape: BlockShape, values: Values): readonly Float32Array[] | undefined {
  if (shape.config.cts === "lse") return undefined;
  const learned = values(`${shape.name}.gsm.topology`);
  if (!learned) return priorGraphs(shape);
  return SUBSETS.map((_, k) => slab(learned, k, shape.layout.joints.length ** 2));
}

function weightedBones({ layout }: BlockShape, edges: Float32Array): Float32Array[] {
  const v = layout.joints.length;
  const graphs = BONES.map(() => new Float32Array(v * v));
  boneSupport(layout).forEach(({ j, u, v: from, value }, i) => (graphs[j]![u * v + from] = value * edges[i]!));
  return graphs;
}

function valuesIn(network: NetworkShape, weights: Float32Array): Values {
  const entries = new Map<string, Entry>(declareHglnet(network).weights.map((entry) => [entry.name, entry]));
  return (name) => {
    const entry = entries.get(name);
    return entry && weights.subarray(entry.offset, entry.offset + entry.length);
  };
}

/** The i-th of equal parts, a copy: the outputs that it is cut from are written over by the next clip's. */
function slab(values: Float32Array, i: number, size: number): Float32Array {
  return values.slice(i * size, (i + 1) * size);
}

function meanOfSlabs(values: Float32Array, count: number): Float32Array {
  const size = values.length / count;
  const mean = new Float32Array(size);
  for (let at = 0; at < size; at++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[i * size + at]!;
    mean[at] = sum / count;
  }
  return mean;
}

/** Numbers of the longest rows of [rows, columns], longest first. */
function strongest(values: Float32Array, rows: number, count: number): number[] {
  const columns = values.length / rows;
  const lengths = Array.from({ length: rows }, (_, row) =>
    slab(values, row, columns).reduce((sum, value) => sum + value * value, 0),
  );
  return lengths
    .map((_, row) => row)
    .sort((a, b) => lengths[b]! - lengths[a]! || a - b)
    .slice(0, count);
}
