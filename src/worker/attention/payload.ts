import type { AttentionMap, AttentionMotion, AttentionPayload } from "../../common/payloads/attention";
import { MOST_ATTENTION_MAPS } from "../../common/payloads/attention";
import { HglError } from "../../common/errors";
import { fillBatch, sampleSize } from "../../model/data/batch";
import type { Dataset } from "../../model/data/dataset";
import { MapMean } from "../../model/evaluation/mapMean";
import type { NetworkMap } from "../../model/evaluation/maps";
import { blockShapes, type NetworkShape } from "../../model/network/hglnet";
import { facing, packed, partsOf } from "../running/views/movement";
import type { Subject } from "./subjects";
import type { WatchedRun } from "./watchedRun";

/** Bytes of all maps: what a window can be sent at once and a card can keep. */
const MOST_BYTES = 12 * 2 ** 20;
/** Longer windows are told in so many steps at most. */
const MOST_STEPS = 128;
/** What the sensors of all known data sets record. */
const FRAMES_PER_SECOND = 30;

/**
 * Packs maps to a byte for each value. Where they are many, the single channels are left out first, then the heads of one block are averaged.
 * @throws HglError "cell" where they are too many still
 */
export function attentionPayload(
  cell: string,
  title: string,
  { dataset, trained, run }: WatchedRun,
  subjects: readonly Subject[],
): AttentionPayload {
  const { network } = trained;
  const { layout, window } = network;
  const shapes = blockShapes(network);
  const moved = subjects.flatMap(({ moving }) => moving ?? []);
  return {
    kind: "attention",
    version: 1,
    title,
    joints: layout.joints,
    parents: layout.parents,
    ...partsOf(layout),
    framesPerSecond: pace(dataset, moved.map(({ clip }) => clip), window, run.config.data.augment.testCrop), // prettier-ignore
    window,
    blocks: shapes.map(({ frames, stride }, i) => ({ name: `block ${i + 1}`, frames: Math.ceil(frames / stride) })),
    subjects: fitting(cell, subjects).map(({ moving, maps, ...rest }) => ({
      ...rest,
      motion: moving && motionOf(dataset, moving.clip, run.config.data, network),
      motionOf: moving && !moving.own ? dataset.clips[moving.clip]!.id : null,
      maps: maps.map((map) => packedMap(map, rest.signed)),
    })),
  };
}

const REDUCTIONS: readonly ((maps: readonly NetworkMap[]) => readonly NetworkMap[])[] = [
  (maps) => maps,
  (maps) => maps.filter(({ channel }) => channel === null),
  (maps) => meanOfHeads(maps.filter(({ channel }) => channel === null)),
];

function fitting(cell: string, subjects: readonly Subject[]): readonly Subject[] {
  for (const reduce of REDUCTIONS) {
    const reduced = subjects.map((subject) => ({ ...subject, maps: reduce(subject.maps).map(shortened) }));
    const maps = reduced.flatMap((subject) => subject.maps);
    const bytes = maps.reduce((sum, { values }) => sum + values.length, 0);
    if (maps.length <= MOST_ATTENTION_MAPS && bytes <= MOST_BYTES) return reduced;
  }
  throw new HglError({
    code: "cell",
    where: `#${cell}`,
    what: `the maps of ${subjects.length} subjects are more than can be shown at once`,
    next: "name fewer clips or classes",
  });
}

/** One map over frames for each block and body: the mean over its heads. */
export function meanOfHeads(maps: readonly NetworkMap[]): NetworkMap[] {
  const heads = maps.filter(({ term }) => term === "gta");
  const places = new Map<string, NetworkMap[]>();
  for (const map of heads) {
    const place = `${map.block}/${map.body}`;
    places.set(place, [...(places.get(place) ?? []), map]);
  }
  const means = [...places.values()].flatMap((own) => {
    const mean = new MapMean();
    const part = `mean of ${own.length === 1 ? "1 head" : `${own.length} heads`}`;
    own.forEach((map) => mean.add([{ ...map, part }]));
    return mean.mean();
  });
  return [...maps.filter(({ term }) => term !== "gta"), ...means];
}

/** A map over many frames, told in steps of several: what a step gathers from another in all, on average over its own frames. */
export function shortened(map: NetworkMap): NetworkMap {
  const { term, rows, columns, values } = map;
  const step = Math.ceil(columns / MOST_STEPS);
  if (term !== "gta" || step === 1) return map;
  const [fewRows, fewColumns] = [Math.ceil(rows / step), Math.ceil(columns / step)];
  const out = new Float32Array(fewRows * fewColumns);
  for (let row = 0; row < rows; row++) {
    const to = Math.floor(row / step);
    const share = 1 / (Math.min(rows, (to + 1) * step) - to * step);
    for (let column = 0; column < columns; column++)
      out[to * fewColumns + Math.floor(column / step)]! += share * values[row * columns + column]!;
  }
  return { ...map, rows: fewRows, columns: fewColumns, values: out };
}

function packedMap(
  { term, block, part, channel, body, rows, columns, values, gate }: NetworkMap,
  difference: boolean,
): AttentionMap {
  const signed = difference || (term !== "Q" && term !== "gta");
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const max = Number(most.toPrecision(6));
  const full = signed ? 127 : 255;
  const bytes = Buffer.alloc(values.length);
  values.forEach((value, at) => {
    const code = max > 0 ? Math.max(-full, Math.min(full, Math.round((full * value) / max))) : 0;
    if (signed) bytes.writeInt8(code || 0, at);
    else bytes.writeUInt8(Math.max(0, code), at);
  });
  return {
    term,
    block,
    part: channel === null ? part : `${part}, channel ${channel + 1}`,
    body,
    rows,
    columns,
    tokens: null,
    signed,
    max,
    values: bytes.toString("base64"),
    gate: gate === null ? null : Number(gate.toPrecision(6)),
  };
}

/** What the network is given of a clip, as joints in metres whatever its stream is: [T, M, V, 3]. */
function motionOf(
  dataset: Dataset,
  clip: number,
  config: WatchedRun["run"]["config"]["data"],
  { layout, window }: NetworkShape,
): AttentionMotion {
  const x = new Float32Array(sampleSize(layout, window));
  const shown = { ...config, stream: "J" as const, augment: { ...config.augment, minmax: false } };
  fillBatch(x, dataset, [clip], shown, { seed: 0, epoch: 0, training: false });
  const joints = layout.joints.length;
  const values = new Float32Array(x.length);
  for (let body = 0; body < layout.bodies; body++)
    for (let axis = 0; axis < 3; axis++)
      for (let joint = 0; joint < joints; joint++)
        for (let t = 0; t < window; t++)
          values[((t * layout.bodies + body) * joints + joint) * 3 + axis] =
            x[((body * 3 + axis) * joints + joint) * window + t]!;
  return { bodies: layout.bodies, ...packed(values, facing(dataset.values.of(clip), dataset)) };
}

/** Frames of the window that pass in a second, on average over the clips that move. */
function pace(dataset: Dataset, clips: readonly number[], window: number, kept: number): number {
  const frames = clips.reduce((sum, clip) => sum + kept * dataset.clips[clip]!.frames, 0) / clips.length;
  const perSecond = clips.length > 0 ? (FRAMES_PER_SECOND * window) / frames : FRAMES_PER_SECOND;
  return Math.min(1000, Math.max(0.1, Math.round(10 * perSecond) / 10));
}
