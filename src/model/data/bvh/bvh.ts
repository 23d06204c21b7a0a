import { HglError } from "../../../common/errors";
import { MOST_JOINTS } from "../../skeleton/layout";
import { MOST_FRAMES } from "../frames";
import { Words } from "./words";

export const CHANNELS = ["Xposition", "Yposition", "Zposition", "Xrotation", "Yrotation", "Zrotation"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface BvhJoint {
  readonly name: string;
  /** -1 at the root; parents stand before their children. */
  readonly parent: number;
  /** From the parent's joint, in the file's own unit. */
  readonly offset: readonly [number, number, number];
  /** In the order of the file; empty for an End Site. */
  readonly channels: readonly Channel[];
  readonly isEnd: boolean;
}

/** A BVH file as it stands. */
export interface Bvh {
  readonly joints: readonly BvhJoint[];
  readonly frames: number;
  /** Seconds. */
  readonly frameTime: number;
  /** [T, channels of all joints], in the file's own unit and in degrees. */
  readonly motion: Float64Array;
}

/**
 * Reads HIERARCHY and MOTION of a BVH file. End Sites become joints named after their parents, LeftToeBaseEnd; where a name stands twice,
 * the later one gets a number. `where` names the file. Throws HglError "data" with the line for anything that is not BVH.
 */
export function parseBvh(bytes: Uint8Array, where: string): Bvh {
  return new Parser(bytes, where).parse();
}

class Parser {
  readonly #words: Words;
  readonly #joints: BvhJoint[] = [];
  readonly #names = new Set<string>();

  constructor(
    bytes: Uint8Array,
    private readonly where: string,
  ) {
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.#words = new Words(bytes.subarray(mark));
  }

  parse(): Bvh {
    this.#take("HIERARCHY");
    this.#take("ROOT");
    this.#readTree();
    // A second tree is a second figure, which a skeleton of one root cannot hold.
    if (this.#word("MOTION", "MOTION, or another joint") !== "MOTION") this.#fail("the file holds more than one ROOT");
    this.#take("Frames:");
    const frames = this.#number("the number of frames");
    if (!Number.isInteger(frames) || frames < 1 || frames > MOST_FRAMES) {
      this.#fail(`the number of frames is ${frames}, not a whole number from 1 to ${MOST_FRAMES}`);
    }
    this.#take("Frame");
    this.#take("Time:");
    const frameTime = this.#number("the frame time");
    return { joints: this.#joints, frames, frameTime, motion: this.#readMotion(frames) };
  }

  /** Joints in the order of the file, without recursion, so that no file can fill the stack. */
  #readTree(): void {
    const open: number[] = [];
    this.#begin(this.#nameOf(this.#words.restOfLine()), -1, false);
    open.push(0);
    while (open.length > 0) {
      const parent = open.at(-1)!;
      const word = this.#word("JOINT", "JOINT, End Site or }");
      if (word === "JOINT") open.push(this.#begin(this.#nameOf(this.#words.restOfLine()), parent, false));
      else if (word === "End") {
        this.#take("Site");
        this.#begin(this.#nameOf(`${this.#joints[parent]!.name}End`), parent, true);
        this.#take("}");
      } else if (word === "}") open.pop();
      else this.#fail(`"${word}" is neither JOINT, End Site nor }`);
    }
  }

  /** From `{` to the offset and channels; gives the joint's number. */
  #begin(name: string, parent: number, isEnd: boolean): number {
    if (this.#joints.length >= MOST_JOINTS) this.#fail(`there are more than ${MOST_JOINTS} joints`);
    this.#take("{");
    this.#take("OFFSET");
    const offset = [0, 1, 2].map(() => this.#number(`the offset of ${name}`)) as [number, number, number];
    const channels: Channel[] = [];
    if (!isEnd) {
      this.#take("CHANNELS");
      const count = this.#number(`the channels of ${name}`);
      if (!Number.isInteger(count) || count < 0 || count > CHANNELS.length) this.#fail(`${name} has ${count} channels`);
      for (let i = 0; i < count; i++) {
        const word = this.#word("a channel", "a channel");
        const channel = CHANNELS.find((known) => known.toLowerCase() === word.toLowerCase());
        if (!channel) return this.#fail(`"${word}" of ${name} is no channel; known are ${CHANNELS.join(", ")}`);
        if (channels.includes(channel)) this.#fail(`${name} has the channel ${channel} twice`);
        channels.push(channel);
      }
    }
    return this.#joints.push({ name, parent, offset, channels, isEnd }) - 1;
  }

  #nameOf(wanted: string): string {
    const base = wanted === "" ? "joint" : wanted.slice(0, 90);
    let name = base;
    for (let count = 2; this.#names.has(name); count++) name = `${base}_${count}`;
    this.#names.add(name);
    return name;
  }

  #readMotion(frames: number): Float64Array {
    const channels = this.#joints.reduce((sum, joint) => sum + joint.channels.length, 0);
    // Each number takes a digit and a space at least, so the bytes that are left say whether there can be so many.
    if (frames * channels * 2 > this.#words.left + 1) {
      this.#fail(`${frames} frames of ${channels} numbers do not fit into the ${this.#words.left} bytes that are left`);
    }
    const motion = new Float64Array(frames * channels);
    for (let at = 0; at < motion.length; at++) {
      motion[at] = this.#number(`frame ${Math.floor(at / channels) + 1}`);
    }
    const { line } = this.#words;
    const more = this.#words.next();
    if (more !== undefined) this.#fail(`"${more}" stands after the last of ${frames} frames`, line);
    return motion;
  }

  #take(wanted: string): void {
    const { line } = this.#words;
    const word = this.#words.next();
    if (word?.toLowerCase() !== wanted.toLowerCase()) this.#fail(`${shown(word)} stands where ${wanted} should`, line);
  }

  /** A keyword, capital letters or not, in the way it is known; other words as they are. */
  #word(known: string, wanted: string): string {
    const { line } = this.#words;
    const word = this.#words.next();
    if (word === undefined) return this.#fail(`the file ends where ${wanted} should stand`, line);
    const upper = word.toUpperCase();
    if (upper === known || upper === "JOINT" || upper === "ROOT") return upper;
    return upper === "END" ? "End" : word;
  }

  #number(what: string): number {
    const { line } = this.#words;
    const word = this.#words.next();
    const value = word !== undefined && /^[-+.\d]/.test(word) ? Number(word) : NaN;
    return Number.isFinite(Math.fround(value))
      ? value
      : this.#fail(`${shown(word)} stands where a number should: ${what}`, line);
  }

  #fail(what: string, line = this.#words.line): never {
    const where = `${this.where}, line ${line}`;
    throw new HglError({ code: "data", where, what, next: "export the file again, or remove it" });
  }
}

function shown(word: string | undefined): string {
  return word === undefined ? "the end of the file" : `"${word.slice(0, 40)}"`;
}
