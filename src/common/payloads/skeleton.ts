import { MOST_BODIES, readLayout, readMovement } from "./movement";
import type { JointLayout, Movement } from "./movement";
import { checked, Fields, refuse, textItem } from "./reading";
import type { Checked } from "./reading";

/** What the skeleton player shows: clips of one layout, side by side. */
export interface SkeletonPayload extends JointLayout {
  readonly kind: "skeleton";
  readonly version: 1;
  readonly title: string;
  readonly clips: readonly SkeletonClip[];
}

export interface SkeletonClip {
  readonly id: string;
  /** The true class. */
  readonly label: string;
  /** What a trained network took it for; null where none was asked. */
  readonly predicted: string | null;
  readonly frames: number;
  readonly bodies: number;
  /** Metres of one unit of `coordinates`. */
  readonly unit: number;
  /** Base64 of little-endian Int16: the coordinates of a `Movement`. */
  readonly coordinates: string;
  /** How the clip is shown where that is not as it was recorded: "stream K", "as epoch 1 trains it". */
  readonly note?: string | null;
  readonly vectors?: JointVectors<{ readonly unit: number; readonly coordinates: string }> | null;
  readonly probabilities?: StepProbabilities | null;
}

/** A stream's value at every joint and frame, drawn as a line over the body. `T` holds them as a movement of the clip's size. */
export type JointVectors<T> = T & {
  /** Which end of the line is at the joint: bones end there, displacements start there. */
  readonly joint: "start" | "end";
  /** How many times longer than they are the lines are drawn. */
  readonly stretch: number;
};

/** What the classifier makes of each step of the network's last map: softmax of the logits whose mean over the steps are the clip's. */
export interface StepProbabilities {
  /** The part of the clip, in frames from 0, that the steps divide evenly. */
  readonly from: number;
  readonly to: number;
  /** The classes that matter in this clip, the true one first. */
  readonly classes: readonly string[];
  /** `values[class][step]`, shares. */
  readonly values: readonly (readonly number[])[];
}

/** Above this the guard refuses: more than any view can show at once. */
export const MOST_SKELETON_CLIPS = 16;
/** Classes whose probabilities are shown of a clip. */
export const MOST_SHOWN_CLASSES = 5;
const MOST_STEPS = 4096;
const MOST_FRAMES = 100_000;
/** Of all clips together: 16 MiB, which is 16 clips of 3,000 frames of two bodies with 25 joints. */
const MOST_VALUES = 2 ** 23;

/** A payload with its coordinates decoded: [T, M, V, 3] in units of the clip. */
export interface SkeletonMotion extends Omit<SkeletonPayload, "clips"> {
  readonly clips: readonly DecodedClip[];
}

export interface DecodedClip
  extends Omit<SkeletonClip, "coordinates" | "note" | "vectors" | "probabilities">, Movement {
  readonly note: string | null;
  readonly vectors: JointVectors<Movement> | null;
  readonly probabilities: StepProbabilities | null;
}

/** Checks an untrusted value, copies it and decodes its coordinates, whose length must be exactly what the clip says. */
export function checkSkeleton(value: unknown): Checked<SkeletonMotion> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "skeleton");
    fields.exactly("version", 1);
    const title = fields.text("title");
    const layout = readLayout(fields);
    let values = 0;
    const clips = fields.list("clips", MOST_SKELETON_CLIPS, (item, where) =>
      readClip(new Fields(item, where), where, layout.joints.length, (size) => {
        values += size;
        if (values > MOST_VALUES) refuse(`the clips have more than ${MOST_VALUES} coordinates`);
      }),
    );
    if (clips.length === 0) refuse("there are no clips");
    return { kind: "skeleton", version: 1, title, ...layout, clips };
  });
}

function readClip(fields: Fields, where: string, joints: number, count: (values: number) => void): DecodedClip {
  const frames = fields.whole("frames", 1, MOST_FRAMES);
  const bodies = fields.whole("bodies", 1, MOST_BODIES);
  const size = { frames, bodies, joints };
  count(frames * bodies * joints * 3);
  const orAbsent = <T>(name: string, read: (name: string) => T): T | null =>
    fields.value(name) === undefined ? null : fields.orNull(name, read);
  return {
    id: fields.text("id"),
    label: fields.text("label"),
    predicted: fields.orNull("predicted", (name) => fields.text(name)),
    ...readMovement(fields, where, size),
    note: orAbsent("note", (name) => fields.text(name)),
    vectors: orAbsent("vectors", (name) => {
      count(frames * bodies * joints * 3);
      const own = new Fields(fields.value(name), `${where}.vectors`);
      const joint = own.oneOf("joint", ["start", "end"]);
      return { ...readMovement(own, `${where}.vectors`, size), joint, stretch: own.number("stretch", 0.01, 1000) };
    }),
    probabilities: orAbsent("probabilities", (name) => readProbabilities(fields.value(name), where, frames)),
  };
}

function readProbabilities(value: unknown, clip: string, frames: number): StepProbabilities {
  const where = `${clip}.probabilities`;
  const fields = new Fields(value, where);
  const from = fields.number("from", 0, frames);
  const to = fields.number("to", from, frames);
  const classes = fields.list("classes", MOST_SHOWN_CLASSES, textItem);
  const values = fields.list("values", MOST_SHOWN_CLASSES, (row) =>
    new Fields({ row }, where).list("row", MOST_STEPS, share),
  );
  const steps = values[0]?.length ?? 0;
  if (steps === 0 || values.length !== classes.length || values.some((row) => row.length !== steps))
    refuse(`${where} has no value for each class and step`);
  return { from, to, classes, values };
}

function share(value: unknown, where: string): number {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : refuse(`${where} is not a share from 0 to 1`);
}
