import { decodeBase64 } from "./base64";
import { MOST_BODIES, readLayout, readMovement } from "./movement";
import type { JointLayout, Movement } from "./movement";
import { checked, Fields, refuse, textItem } from "./reading";
import type { Checked } from "./reading";

/**
 * Kinds of maps (docs/method.md): the topologies of E6, S learned, D dynamic, Q attention and their sum A; E8's weights of bones; E11's
 * maps over frames; and those between the tokens of the sequential fusion.
 */
export const ATTENTION_TERMS = ["S", "D", "Q", "A", "lse", "gta", "ssf"] as const;
export type AttentionTerm = (typeof ATTENTION_TERMS)[number];

/** What the attention view shows: maps of a network by block, for clips, for classes, for differences of either. */
export interface AttentionPayload extends JointLayout {
  readonly kind: "attention";
  readonly version: 1;
  readonly title: string;
  /** Frames T of the network's input: what the frames of a map count, and the frames of every motion. */
  readonly window: number;
  readonly blocks: readonly AttentionBlock[];
  readonly subjects: readonly AttentionSubject[];
}

export interface AttentionBlock {
  readonly name: string;
  /** Frames T' that it hands on; one of them stands for `window / frames` of the input. */
  readonly frames: number;
}

/** A clip, the mean of a class, the difference of two of either, or the network itself, whose maps need no clip. */
export interface AttentionSubject {
  readonly name: string;
  readonly label: string | null;
  readonly predicted: string | null;
  /** Over how many clips its maps are averaged; 0 where they need none. */
  readonly clips: number;
  /** A difference: its values say more or less than another's. */
  readonly signed: boolean;
  /** The network's input; null where there is no single movement. */
  readonly motion: AttentionMotion | null;
  /** Whose movement it is where the maps are not that clip's alone. */
  readonly motionOf: string | null;
  readonly maps: readonly AttentionMap[];
}

export interface AttentionMotion {
  /** Metres of one unit of `coordinates`. */
  readonly unit: number;
  readonly bodies: number;
  /** Base64 of little-endian Int16: the coordinates of a `Movement` of `window` frames. */
  readonly coordinates: string;
}

/** One map; row u gathers from column v. */
export interface AttentionMap {
  readonly term: AttentionTerm;
  /** An index into `blocks`. */
  readonly block: number;
  /** "self", "forward", "reverse" (subsets of E6), "self", "children", "parent" (E8), "head 1" (E11); ", channel 17" where it is one channel's. */
  readonly part: string;
  /** Null where it does not depend on the body. */
  readonly body: number | null;
  /** V x V; for frames T/s x T, of the block's output and input; for tokens their count. */
  readonly rows: number;
  readonly columns: number;
  /** Names of rows and columns of "ssf", null elsewhere. */
  readonly tokens: readonly string[] | null;
  readonly signed: boolean;
  /** What code 255 stands for, or codes 127 and -127 of a signed map. */
  readonly max: number;
  /** Base64 of Uint8, or Int8 of a signed map, [rows, columns]. */
  readonly values: string;
  /** a_k or b_k of E6, null where there is none. */
  readonly gate: number | null;
}

/** A payload with its maps and motions decoded. */
export interface DecodedAttention extends Omit<AttentionPayload, "subjects"> {
  readonly subjects: readonly DecodedSubject[];
}

export interface DecodedSubject extends Omit<AttentionSubject, "motion" | "maps"> {
  readonly motion: Movement | null;
  readonly maps: readonly DecodedMap[];
}

export interface DecodedMap extends Omit<AttentionMap, "values"> {
  /** [rows, columns]; times `max / 255`, or `max / 127` of a signed map, the values. */
  readonly codes: Uint8Array | Int8Array;
}

export const MOST_ATTENTION_SUBJECTS = 16;
export const MOST_ATTENTION_BLOCKS = 32;
/** Of all subjects together. */
export const MOST_ATTENTION_MAPS = 4096;
export const MOST_ATTENTION_SIDE = 512;
/** Bytes of all maps and motions together. */
export const MOST_ATTENTION_BYTES = 2 ** 25;
const MOST_WINDOW = 4096;
const MOST_CLIPS = 1e9;
const LARGEST = 1e12;

/** Checks an untrusted value, copies it and decodes its maps and motions, whose lengths must be exactly what it says. */
export function checkAttention(value: unknown): Checked<DecodedAttention> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "attention");
    fields.exactly("version", 1);
    const title = fields.text("title");
    const layout = readLayout(fields);
    const window = fields.whole("window", 1, MOST_WINDOW);
    const blocks = fields.list("blocks", MOST_ATTENTION_BLOCKS, (item, where) => {
      const block = new Fields(item, where);
      return { name: block.text("name"), frames: block.whole("frames", 1, window) };
    });
    if (blocks.length === 0) refuse("there are no blocks");
    const budget = new Budget();
    const around = { joints: layout.joints.length, window, blocks: blocks.length, budget };
    const subjects = fields.list("subjects", MOST_ATTENTION_SUBJECTS, (item, where) =>
      readSubject(new Fields(item, where), where, around),
    );
    if (subjects.length === 0) refuse("there are no subjects");
    return { kind: "attention", version: 1, title, ...layout, window, blocks, subjects };
  });
}

interface Around {
  readonly joints: number;
  readonly window: number;
  readonly blocks: number;
  readonly budget: Budget;
}

/** What may still be decoded; asked before anything is. */
class Budget {
  private maps = 0;
  private bytes = 0;

  map(bytes: number): void {
    if (++this.maps > MOST_ATTENTION_MAPS) refuse(`there are more than ${MOST_ATTENTION_MAPS} maps`);
    this.take(bytes);
  }

  take(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MOST_ATTENTION_BYTES) refuse(`the maps and motions have more than ${MOST_ATTENTION_BYTES} bytes`);
  }
}

function readSubject(fields: Fields, where: string, around: Around): DecodedSubject {
  const motion = fields.orNull("motion", (name) => {
    const at = `${where}.${name}`;
    const of = new Fields(fields.value(name), at);
    const size = { frames: around.window, bodies: of.whole("bodies", 1, MOST_BODIES), joints: around.joints };
    around.budget.take(2 * 3 * size.frames * size.bodies * size.joints);
    return readMovement(of, at, size);
  });
  const maps = fields.list("maps", MOST_ATTENTION_MAPS, (item, at) => readMap(new Fields(item, at), at, around));
  if (maps.length === 0) refuse(`${where} has no maps`);
  return {
    name: fields.text("name"),
    label: fields.orNull("label", (name) => fields.text(name)),
    predicted: fields.orNull("predicted", (name) => fields.text(name)),
    clips: fields.whole("clips", 0, MOST_CLIPS),
    signed: fields.flag("signed"),
    motion,
    motionOf: fields.orNull("motionOf", (name) => fields.text(name)),
    maps,
  };
}

function readMap(fields: Fields, where: string, { joints, window, blocks, budget }: Around): DecodedMap {
  const term = fields.oneOf("term", ATTENTION_TERMS);
  const rows = fields.whole("rows", 1, MOST_ATTENTION_SIDE);
  const columns = fields.whole("columns", 1, MOST_ATTENTION_SIDE);
  const tokens = fields.orNull("tokens", (name) => fields.list(name, MOST_ATTENTION_SIDE, textItem));
  if ((tokens !== null) !== (term === "ssf")) refuse(`${where}.tokens is for the term ssf, and for no other`);
  const named = term === "gta" ? undefined : (tokens?.length ?? joints);
  if (named !== undefined && (rows !== named || columns !== named))
    refuse(`${where} is ${rows} x ${columns}, for ${named} ${tokens ? "tokens" : "joints"}`);
  if (term === "gta" && (rows > columns || columns > window))
    refuse(`${where} is ${rows} x ${columns}, for a window of ${window} frames`);

  const signed = fields.flag("signed");
  const size = rows * columns;
  budget.map(size);
  const bytes = decodeBase64(fields.text("values", 2 * size + 8), size);
  if (!bytes) return refuse(`${where}.values is not the base64 of ${size} bytes`);
  const codes = signed ? new Int8Array(bytes.buffer) : bytes;
  if (signed && codes.includes(-128)) refuse(`${where}.values has the code -128, below -127`);
  return {
    term,
    block: fields.whole("block", 0, blocks - 1),
    part: fields.text("part"),
    body: fields.orNull("body", (name) => fields.whole(name, 0, MOST_BODIES - 1)),
    rows,
    columns,
    tokens,
    signed,
    max: fields.number("max", 0, LARGEST),
    codes,
    gate: fields.orNull("gate", (name) => fields.number(name, -LARGEST, LARGEST)),
  };
}
