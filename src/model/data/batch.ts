import type { DataConfig } from "../../common/config";
import type { Layout } from "../skeleton/layout";
import { isSpatial, type Dataset } from "./dataset";
import { draftEvaluation, draftTraining, newDraft } from "./draft";
import { applyMasks } from "./masks";
import { findBodies, findCentre, findRange, type Recorded } from "./place";
import { applyStream, planStream } from "./streams";
import { newBlend, writeJoints } from "./writeJoints";

export type Preparation = Pick<DataConfig, "stream" | "window" | "augment" | "secondBody">;

export interface BatchOptions {
  readonly seed: number;
  readonly epoch: number;
  /** Whether clips are varied at random; off, the batch depends on nothing but its clips and which view of each it shows. */
  readonly training: boolean;
  /**
   * Where the batch's first sample stands among those of the epoch or evaluation. In training it is needed: a clip that is visited twice in an
   * epoch must be augmented differently, so sample `first + i` of (seed, epoch) has its own random numbers.
   */
  readonly first?: number;
  /** Evaluation: views that are taken of each clip, one after another. Sample `first + i` is view (first + i) mod views of clip i. */
  readonly views?: number;
}

/** Floats of one sample: M 3 V T, with the layout's M. */
export function sampleSize(layout: Layout, window: number): number {
  return layout.bodies * 3 * layout.joints.length * window;
}

/**
 * Writes the network's input x [N, M, 3, V, T] (T innermost) for N = clipIndices.length samples, in this order: centre on the
 * centre joint of the first frame, crop, resize, mirror, rotate, scale, shift, mask, then bone, then frame difference. With `minmax`
 * (NW-UCLA) each axis is scaled to [-1, 1] over the whole clip after the rotation. Of places in a picture ("xyc") only x and y are
 * centred, turned (about z) and scaled; a joint that was not seen stays zero. An absent body stays zero until the streams are made,
 * unless `secondBody` copies the only one. Equal arguments give equal bits. Throws RangeError when `out` has another size, a
 * clip number is unknown, or `first` is missing in training.
 */
export function fillBatch(
  out: Float32Array,
  dataset: Dataset,
  clipIndices: ArrayLike<number>,
  config: Preparation,
  options: BatchOptions,
): void {
  const { layout, coordinates } = dataset;
  const { window, augment } = config;
  const { seed, epoch, training, first, views = 1 } = options;
  const size = sampleSize(layout, window);
  if (out.length !== clipIndices.length * size) {
    throw new RangeError(
      `batch of ${clipIndices.length} clips needs ${clipIndices.length * size} floats, got ${out.length}`,
    );
  }
  if (training && first === undefined) throw new RangeError("training batches need `first`");
  const scored = !isSpatial(coordinates);
  const joints = layout.joints.length;
  const plan = planStream(config.stream, layout, coordinates);
  const draft = newDraft(window, layout);
  const blend = newBlend(window);
  let present = new Uint8Array(0);
  for (let i = 0; i < clipIndices.length; i++) {
    const clip = dataset.clips[clipIndices[i]!];
    if (!clip) throw new RangeError(`there is no clip ${clipIndices[i]} of ${dataset.clips.length}`);
    const { frames, bodies } = clip;
    const values = dataset.values.of(clipIndices[i]!);
    const sample = (first ?? 0) + i;
    if (present.length < frames * bodies) present = new Uint8Array(frames * bodies);
    findBodies(present, values, joints * 3);
    const recorded: Recorded = { frames, bodies, joints, values, present };
    if (training) draftTraining(draft, clip, layout, coordinates, augment, { seed, epoch, sample });
    else draftEvaluation(draft, clip, augment, sample % views, views);
    findCentre(draft, recorded, layout.center, scored);
    if (augment.minmax) findRange(draft, recorded, scored);
    const shown = writeJoints(out, i * size, recorded, layout.bodies, draft, blend, scored);
    applyMasks(out, i * size, shown, draft.masks);
    applyStream(out, i * size, shown, joints, window, plan);
    if (config.secondBody === "copy" && layout.bodies > 1 && isAlone(recorded))
      copyFirst(out, i * size, size / layout.bodies);
  }
}

/** Whether no frame shows a body beside the first. */
function isAlone({ frames, bodies, present }: Recorded): boolean {
  for (let at = 0; at < frames * bodies; at++) if (present[at] === 1 && at % bodies > 0) return false;
  return true;
}

function copyFirst(out: Float32Array, start: number, bodyFloats: number): void {
  out.copyWithin(start + bodyFloats, start, start + bodyFloats);
}
