import { checked, Fields, refuse, textItem } from "./reading";
import type { Checked } from "./reading";

/** What the data card shows: what is in a data set, how long its clips are, and how it will be split. */
export interface DataCardPayload {
  readonly kind: "data";
  readonly version: 2;
  /** Id of the data cell. */
  readonly cell: string;
  readonly name: string;
  readonly source: string | null;
  readonly license: string | null;
  /** Whole, in hex. */
  readonly contentHash: string | null;
  readonly layout: string;
  readonly joints: number;
  readonly bodies: number;
  readonly clips: number;
  readonly frames: number;
  /** Clips in each part, with the seed that draws the validation part; null where the split cannot be made, which a warning says. */
  readonly split: {
    /** In words: "X-Sub", "by subject". */
    readonly protocol: string;
    readonly by: "subject" | "view" | "setup" | "clip";
    readonly seed: number;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  } | null;
  readonly classes: readonly ClassTally[];
  /** Empty when unknown. */
  readonly subjects: readonly Tally[];
  readonly views: readonly Tally[];
  readonly setups: readonly Tally[];
  /** Frames of a clip; bins of equal width in their order, `from` and `to` both within. */
  readonly lengths: {
    readonly min: number;
    readonly median: number;
    readonly max: number;
    readonly histogram: readonly { readonly from: number; readonly to: number; readonly clips: number }[];
  };
  /** Sentences about what deserves a look before training. */
  readonly warnings: readonly string[];
  /** Ids of clips in which no motion can be seen. */
  readonly still: readonly string[];
}

export interface Tally {
  readonly name: string;
  readonly clips: number;
}

export interface ClassTally extends Tally {
  /** Id of a clip of this class that can be looked at; null where none is named. */
  readonly example: string | null;
}

const MOST = Number.MAX_SAFE_INTEGER;
const MOST_CLASSES = 10_000;
const MOST_PEOPLE = 10_000;
const MOST_BINS = 1000;
export const MOST_WARNINGS = 1000;
/** Of more clips than this the ids are left out; a warning counts them all. */
export const MOST_STILL = 1000;

/** Checks an untrusted value and copies it. */
export function checkDataCard(value: unknown): Checked<DataCardPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "data");
    fields.exactly("version", 2);
    const classes = fields.list("classes", MOST_CLASSES, classTally);
    if (classes.length === 0) refuse("there are no classes");
    const lengths = new Fields(fields.value("lengths"), "lengths");
    return {
      kind: "data",
      version: 2,
      cell: fields.text("cell"),
      name: fields.text("name"),
      source: fields.orNull("source", (name) => fields.text(name)),
      license: fields.orNull("license", (name) => fields.text(name)),
      contentHash: fields.orNull("contentHash", (name) => fields.text(name, 128)),
      layout: fields.text("layout"),
      joints: fields.whole("joints", 0, MOST),
      bodies: fields.whole("bodies", 0, MOST),
      clips: fields.whole("clips", 0, MOST),
      frames: fields.whole("frames", 0, MOST),
      split: fields.orNull("split", (name) => splitOf(fields.value(name))),
      classes,
      subjects: fields.list("subjects", MOST_PEOPLE, tally),
      views: fields.list("views", MOST_PEOPLE, tally),
      setups: fields.list("setups", MOST_PEOPLE, tally),
      lengths: {
        min: lengths.whole("min", 0, MOST),
        median: lengths.number("median", 0, MOST),
        max: lengths.whole("max", 0, MOST),
        histogram: lengths.list("histogram", MOST_BINS, bin),
      },
      warnings: fields.list("warnings", MOST_WARNINGS, textItem),
      still: fields.list("still", MOST_STILL, textItem),
    };
  });
}

function tally(value: unknown, where: string): Tally {
  const fields = new Fields(value, where);
  return { name: fields.text("name"), clips: fields.whole("clips", 0, MOST) };
}

function classTally(value: unknown, where: string): ClassTally {
  const fields = new Fields(value, where);
  return { ...tally(value, where), example: fields.orNull("example", (name) => fields.text(name)) };
}

function bin(value: unknown, where: string): DataCardPayload["lengths"]["histogram"][number] {
  const fields = new Fields(value, where);
  return {
    from: fields.whole("from", 0, MOST),
    to: fields.whole("to", 0, MOST),
    clips: fields.whole("clips", 0, MOST),
  };
}

function splitOf(value: unknown): NonNullable<DataCardPayload["split"]> {
  const fields = new Fields(value, "split");
  return {
    protocol: fields.text("protocol"),
    by: fields.oneOf("by", ["subject", "view", "setup", "clip"]),
    seed: fields.whole("seed", -MOST, MOST),
    train: fields.whole("train", 0, MOST),
    validation: fields.whole("validation", 0, MOST),
    test: fields.whole("test", 0, MOST),
  };
}
