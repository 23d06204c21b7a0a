import { HglError } from "../../common/errors";
import type { Layout } from "../skeleton/layout";

/** One recorded action. */
export interface Clip {
  readonly id: string;
  /** Index into the data set's classes. */
  readonly label: number;
  /** 0 when unknown. */
  readonly subject: number;
  /** Camera, 0 when unknown. */
  readonly view: number;
  /** Frames, all of them valid: readers drop padding. */
  readonly frames: number;
  /** Where the clip starts in the data set's values, in floats. */
  readonly offset: number;
}

/** Whose clips the data set's own protocol trains and tests on. */
export interface DefaultSplit {
  readonly by: "subject" | "view";
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export interface Dataset {
  readonly name: string;
  readonly layout: Layout;
  readonly classes: readonly string[];
  readonly clips: readonly Clip[];
  /** Metres, clip after clip, each [frames, M, V, 3] row-major; a body that is absent from a frame is all zeros there. */
  readonly values: Float32Array;
  /** M as stored. */
  readonly bodies: number;
  readonly defaultSplit: DefaultSplit;
  /** SHA-256 in hex of all that training can see of the data: layout, labels, subjects, views, frame counts and values. */
  readonly contentHash?: string;
  /** Where the clips come from and under which licence, as far as it is known. */
  readonly source?: string;
  readonly license?: string;
  /** What a reader noticed and did about it, one sentence each. */
  readonly warnings?: readonly string[];
}

/** Floats of one frame of one clip: M V 3. */
export function frameSize(dataset: Pick<Dataset, "bodies" | "layout">): number {
  return dataset.bodies * dataset.layout.joints.length * 3;
}

/**
 * Refuses a data set that could not be trained on: no clips, empty clips, labels outside the classes, clips that do not lie
 * end to end in `values`, values that are not finite. Throws HglError "data" naming the clip and, for a value, its frame.
 */
export function checkDataset(dataset: Dataset): void {
  const { name, clips, values, classes } = dataset;
  const floats = frameSize(dataset);
  if (clips.length === 0) throw new HglError({ code: "data", where: name, what: "there is no clip", next: NEXT });
  let end = 0;
  for (const clip of clips) {
    const fail = (what: string): never => {
      throw new HglError({ code: "data", where: `${name}, clip ${clip.id}`, what, next: NEXT });
    };
    if (!Number.isInteger(clip.frames) || clip.frames < 1) fail(`the clip has ${clip.frames} frames`);
    if (!(clip.label in classes)) fail(`label ${clip.label} is not one of the ${classes.length} classes`);
    if (clip.offset !== end) fail(`the clip starts at float ${clip.offset}, the one before it ends at ${end}`);
    end += clip.frames * floats;
    if (end > values.length) fail(`the clip ends at float ${end} of ${values.length}`);
    for (let at = clip.offset; at < end; at++) {
      if (!Number.isFinite(values[at]))
        fail(`frame ${Math.floor((at - clip.offset) / floats) + 1} holds ${values[at]}`);
    }
  }
  if (end !== values.length) {
    throw new HglError({
      code: "data",
      where: name,
      what: `${values.length - end} floats belong to no clip`,
      next: NEXT,
    });
  }
}

const NEXT = "import the data again from its source";
