import { packedDataset, type Clip, type Dataset } from "../../model/data/dataset";
import { RANDOM_STREAMS, randomStream, type RandomStream } from "../../model/random";
import { layoutNamed } from "../../model/skeleton/layout";

/** Clips as a data set of the field has them, as far as time and memory see it: joints, classes, lengths, how often there are two bodies. */
export interface Shape {
  readonly name: string;
  readonly layout: string;
  readonly classes: number;
  /** Shortest and longest clip; the others are evenly between. */
  readonly frames: readonly [number, number];
  /** Share of the clips with two bodies. */
  readonly pairs: number;
}

/** Lengths as CTR-GCN's list of NW-UCLA has them on average, of NTU RGB+D as its files commonly are; 11 of its 60 actions are of two people. */
export const UCLA_SHAPE: Shape = { name: "NW-UCLA shape", layout: "ucla20", classes: 10, frames: [10, 76], pairs: 0 };
export const NTU_SHAPE: Shape = { name: "NTU shape", layout: "ntu25", classes: 60, frames: [30, 140], pairs: 11 / 60 };

const CLIPS = 256;

/** Clips in memory that never were: every joint wanders. The same at every call. */
export function madeUpClips({ name, layout: layoutName, classes, frames: [least, most], pairs }: Shape): Dataset {
  const layout = layoutNamed(layoutName);
  const random = randomStream({ seed: 1, stream: RANDOM_STREAMS.init, epoch: 0, sample: 1, use: 0 });
  const clips = Array.from({ length: CLIPS }, (_, at): Clip => {
    const frames = Math.round(least + ((most - least) * at) / (CLIPS - 1));
    const bodies = at % 60 < pairs * 60 ? 2 : 1;
    return { id: `clip ${at}`, label: at % classes, subject: 1 + (at % 7), view: 0, setup: 0, frames, bodies };
  });
  const values = clips.map(({ frames, bodies }) => wandering(frames, bodies * layout.joints.length * 3, random));
  const packed = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of values) {
    packed.set(one, at);
    at += one.length;
  }
  const protocols = [{ name: "X-Sub", by: "subject" as const, train: [], test: [7] }];
  const names = Array.from({ length: classes }, (_, label) => `class ${label}`);
  return packedDataset({ name, layout, coordinates: "xyz", classes: names, protocols }, clips, packed);
}

function wandering(frames: number, width: number, random: RandomStream): Float32Array {
  const values = new Float32Array(frames * width);
  for (let at = 0; at < values.length; at++)
    values[at] = at < width ? 2 * random.uniform() - 1 : values[at - width]! + 0.1 * (random.uniform() - 0.5);
  return values;
}
