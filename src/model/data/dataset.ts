import { HglError } from "../../common/errors";
import type { Layout } from "../skeleton/layout";
import type { Coordinates, ReadClip, SourceFacts } from "./source";

/** One recorded action; its coordinates are the data set's `values`. */
export type Clip = Omit<ReadClip, "values">;

/** Coordinates of clips, wherever they lie. */
export interface ClipValues {
  /** Of the clip of that number: [T, M, V, 3] row-major, M the clip's own bodies; a body that is absent from a frame is all zeros there. Not to be written to. */
  of(clip: number): Float32Array;
}

export interface Dataset extends SourceFacts {
  readonly clips: readonly Clip[];
  /** The most bodies of any clip. */
  readonly bodies: number;
  readonly values: ClipValues;
  /** SHA-256 in hex of all that training can see of the data (`contentHash`). */
  readonly contentHash?: string;
}

/** Floats of one frame of a clip: M V 3. */
export function frameSize({ bodies }: Pick<Clip, "bodies">, layout: Pick<Layout, "joints">): number {
  return bodies * layout.joints.length * 3;
}

/** Coordinates that lie end to end in memory, clip after clip. */
export class PackedValues implements ClipValues {
  readonly #starts: Float64Array;

  /** Throws HglError "data" when the clips need another number of floats. */
  constructor(
    readonly packed: Float32Array,
    clips: readonly Pick<Clip, "frames" | "bodies">[],
    layout: Pick<Layout, "joints">,
  ) {
    this.#starts = new Float64Array(clips.length + 1);
    clips.forEach((clip, at) => (this.#starts[at + 1] = this.#starts[at]! + clip.frames * frameSize(clip, layout)));
    const needed = this.#starts[clips.length]!;
    if (needed === packed.length) return;
    throw new HglError({
      code: "data",
      what: `the clips need ${needed} floats, there are ${packed.length}`,
      next: NEXT,
    });
  }

  of(clip: number): Float32Array {
    return this.packed.subarray(this.#starts[clip], this.#starts[clip + 1]);
  }
}

/** A data set in memory. Throws HglError "data" for one that could not be trained on. */
export function packedDataset(facts: SourceFacts, clips: readonly Clip[], packed: Float32Array): Dataset {
  checkClips(facts, clips);
  const values = new PackedValues(packed, clips, facts.layout);
  clips.forEach((clip, at) => checkClip(facts, { ...clip, values: values.of(at) }));
  return { ...facts, clips, bodies: mostBodies(clips), values };
}

export function mostBodies(clips: readonly Pick<Clip, "bodies">[]): number {
  return clips.reduce((most, { bodies }) => Math.max(most, bodies), 1);
}

/** Refuses a list of clips that no training could use: none, or one id twice. Throws HglError "data". */
export function checkClips({ name }: Pick<SourceFacts, "name">, clips: readonly Pick<Clip, "id">[]): void {
  if (clips.length === 0) throw new HglError({ code: "data", where: name, what: "there is no clip", next: NEXT });
  const ids = new Set<string>();
  for (const { id } of clips) {
    if (ids.has(id)) {
      throw new HglError({
        code: "data",
        where: name,
        what: `two clips are called ${id}`,
        next: "rename or remove one",
      });
    }
    ids.add(id);
  }
}

type Frame = Pick<SourceFacts, "name" | "classes"> & { readonly layout: Pick<Layout, "joints"> };

/**
 * Refuses a clip that could not be trained on: without frames or bodies, with a label outside the classes, with values that are too
 * few, too many or not finite. Throws HglError "data" naming the clip and, for a value, its frame.
 */
export function checkClip({ name, classes, layout }: Frame, clip: ReadClip): void {
  const fail = (what: string): never => {
    throw new HglError({ code: "data", where: `${name}, clip ${clip.id}`, what, next: NEXT });
  };
  if (!Number.isInteger(clip.frames) || clip.frames < 1) fail(`the clip has ${clip.frames} frames`);
  if (!Number.isInteger(clip.bodies) || clip.bodies < 1) fail(`the clip has ${clip.bodies} bodies`);
  if (!(clip.label in classes)) fail(`label ${clip.label} is not one of the ${classes.length} classes`);
  for (const key of ["subject", "view", "setup"] as const) {
    if (!Number.isInteger(clip[key]) || clip[key] < 0) fail(`${clip[key]} is no number of a ${key}`);
  }
  const size = frameSize(clip, layout);
  const { values } = clip;
  if (values.length !== clip.frames * size) {
    fail(`${clip.frames} frames of ${size} floats are ${clip.frames * size}, the clip has ${values.length}`);
  }
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) fail(`frame ${Math.floor(at / size) + 1} holds ${values[at]}`);
  }
}

/** Whether the third number of a joint is a place like the other two. */
export function isSpatial(coordinates: Coordinates): boolean {
  return coordinates === "xyz";
}

const NEXT = "import the data again from its source";
