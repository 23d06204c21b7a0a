import { HglError } from "../../common/errors";
import type { Stream } from "../../common/vocabulary";
import { argmax } from "./metrics";

/** Scores of one stream's network over a partition; logits row by row [clips, classes]. */
export interface StreamScores {
  readonly name: string;
  readonly clips: readonly string[];
  readonly classes: number;
  readonly logits: Float32Array;
}

/** Scores with the labels that weights may be fitted on. The partition is part of the type, so that test scores do not compile. */
export interface ValidationScores {
  readonly partition: "validation";
  readonly streams: readonly StreamScores[];
  readonly labels: Int32Array;
}

/**
 * What is added up: the softmax of the logits, or (HD-GCN's `hd6`) the logits themselves, each clip's divided by their Euclidean length.
 */
export type FusedForm = "softmax" | "l2";

/** A row of the table of streams: which streams, with which weights, fixed in advance. */
export interface EnsembleRow {
  readonly name: string;
  readonly weights: Readonly<Partial<Record<Stream, number>>>;
}

/** The usual rows: one, two, four and six streams. The weights are ProtoGCN's, motion counting half. */
export const ENSEMBLE_ROWS: readonly EnsembleRow[] = [
  { name: "1 stream", weights: { J: 2 } },
  { name: "2 streams", weights: { J: 2, B: 2 } },
  { name: "4 streams", weights: { J: 2, B: 2, JM: 1, BM: 1 } },
  { name: "6 streams", weights: { J: 2, B: 2, K: 2, JM: 1, BM: 1, KM: 1 } },
];

/**
 * Weighted mean of the streams' scores, [clips, classes]. Weights need not add up to 1; scaling all of them changes no prediction. Throws
 * HglError "data" where the streams are not of the same clips in the same order, or a score is not finite, and "cell" for bad weights.
 */
export function fuse(
  streams: readonly StreamScores[],
  weights: readonly number[],
  form: FusedForm = "softmax",
): Float64Array {
  checkStreams(streams);
  checkWeights(streams, weights);
  return mix(
    streams.map((stream) => comparable(stream, form)),
    weights,
  );
}

/** Share of clips whose largest score is their label's. */
export function accuracyOf(scores: Float64Array, labels: Int32Array): number {
  const classes = scores.length / labels.length;
  let hits = 0;
  for (let clip = 0; clip < labels.length; clip++) {
    if (argmax(scores.subarray(clip * classes, (clip + 1) * classes)) === labels[clip]) hits++;
  }
  return hits / labels.length;
}

/** Parts into which fitted weights divide the whole. */
const PARTS = 20;
const MOST_ROUNDS = 100;

/**
 * Weights in twentieths, adding up to 1, with the best validation accuracy that moving a share from one stream to another reaches, begun at
 * equal weights and at each single stream: so never worse on validation than the best stream. Deterministic; of equals the first found stays.
 * Fitted weights belong to the validation clips they were fitted on, and flatter there. Throws as `fuse` does.
 */
export function fitWeights({ streams, labels }: ValidationScores, form: FusedForm = "softmax"): readonly number[] {
  checkStreams(streams);
  checkLabels(streams[0]!, labels);
  const scores = streams.map((stream) => comparable(stream, form));
  const judge = (parts: readonly number[]): number => accuracyOf(mix(scores, parts), labels);
  const starts = [
    equalParts(streams.length),
    ...streams.map((_, own) => streams.map((__, at) => (at === own ? PARTS : 0))),
  ];
  let best: readonly number[] = starts[0]!;
  let most = -1;
  for (const start of starts) {
    const [parts, accuracy] = climb(start, judge);
    if (accuracy > most) [best, most] = [parts, accuracy];
  }
  return best.map((part) => part / PARTS);
}

function climb(start: readonly number[], judge: (parts: readonly number[]) => number): [readonly number[], number] {
  let [best, most] = [start, judge(start)];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = best;
    for (const [from, to] of pairsOf(before.length))
      for (const share of [1, 4]) {
        if (before[from]! < share) continue;
        const next = before.map((part, at) => part + (at === to ? share : at === from ? -share : 0));
        const accuracy = judge(next);
        if (accuracy > most) [best, most] = [next, accuracy];
      }
    if (best === before) break;
  }
  return [best, most];
}

function pairsOf(count: number): [number, number][] {
  return Array.from({ length: count * count }, (_, at): [number, number] => [
    Math.floor(at / count),
    at % count,
  ]).filter(([from, to]) => from !== to);
}

/** Twentieths as equal as they go, the first streams having what is left over. */
function equalParts(count: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.floor(PARTS / count) + (at < PARTS % count ? 1 : 0));
}

function mix(scores: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const out = new Float64Array(scores[0]!.length);
  scores.forEach((own, stream) => {
    const weight = weights[stream]! / total;
    if (weight !== 0) for (let at = 0; at < out.length; at++) out[at]! += weight * own[at]!;
  });
  return out;
}

function comparable({ logits, classes }: StreamScores, form: FusedForm): Float64Array {
  const out = Float64Array.from(logits);
  for (let at = 0; at < out.length; at += classes) {
    const row = out.subarray(at, at + classes);
    const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
    if (form === "softmax") row.forEach((value, k) => (row[k] = Math.exp(value - largest)));
    const size = form === "softmax" ? row.reduce((sum, value) => sum + value, 0) : Math.hypot(...row);
    // A clip without any score says nothing about its class.
    if (size > 0) row.forEach((value, k) => (row[k] = value / size));
  }
  return out;
}

function fail(where: string, what: string, next: string, code: "data" | "cell" = "data"): never {
  throw new HglError({ code, where, what, next });
}

/** Throws HglError "data" unless all streams score the same clips in the same order over the same classes. */
export function checkStreams(streams: readonly StreamScores[]): void {
  const [first] = streams;
  if (!first) return fail("ensemble", "there are no streams to fuse", "name at least one");
  for (const { name, clips, classes, logits } of streams) {
    if (classes !== first.classes) {
      fail(
        name,
        `its scores are of ${classes} classes, those of ${first.name} of ${first.classes}`,
        "fuse runs on the same data",
      );
    }
    if (clips.length !== first.clips.length) {
      fail(name, `it scores ${clips.length} clips, ${first.name} ${first.clips.length}`, "fuse runs on the same split");
    }
    const at = clips.findIndex((clip, i) => clip !== first.clips[i]);
    if (at >= 0) {
      const what = `clip ${at + 1} is "${clips[at]}", in ${first.name} it is "${first.clips[at]}"`;
      fail(name, what, "fuse runs on the same clips in the same order");
    }
    if (logits.length !== clips.length * classes) {
      fail(name, `${clips.length} clips of ${classes} classes have ${logits.length} scores`, "make the scores again");
    }
    const bad = logits.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const what = `the score of clip "${clips[Math.floor(bad / classes)]}" for class ${bad % classes} is ${logits[bad]}`;
      fail(name, what, "make the scores again");
    }
  }
}

function checkWeights(streams: readonly StreamScores[], weights: readonly number[]): void {
  if (weights.length !== streams.length) {
    fail("ensemble", `${weights.length} weights do not fit ${streams.length} streams`, "give each stream one", "cell");
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) fail(streams[bad]!.name, `the weight ${weights[bad]} is not a number from 0`, "change it", "cell");
  if (!weights.some((weight) => weight > 0)) fail("ensemble", "all weights are 0", "give a stream more", "cell");
}

function checkLabels({ clips, classes }: StreamScores, labels: Int32Array): void {
  if (labels.length !== clips.length || labels.length === 0) {
    fail("ensemble", `${clips.length} validation clips have ${labels.length} labels`, "hold clips out for validation");
  }
  const bad = labels.findIndex((label) => label < 0 || label >= classes);
  if (bad >= 0)
    fail("ensemble", `clip "${clips[bad]}" has label ${labels[bad]} of ${classes} classes`, "check the labels");
}
