import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { checked, Fields } from "../../../common/payloads/reading";
import { makeFolder, readIfThere, writeAll, writeFileAtomic } from "../../store/atomicFile";
import { diskError } from "../../store/fileSystem";
import { MOST_DESCRIPTION } from "../descriptionFile";
import type { Description } from "./describer";
import type { VideoStamp } from "./videoStamp";

/** A line of the file: what `parseClipDescriptions` reads, and what the description was made from. */
export interface KeptDescription {
  readonly sample: string;
  readonly text: string;
  /** SHA-256 of the video's bytes, hex. */
  readonly video: string;
  /** How the video's file looked then; while it looks the same it is not read again. */
  readonly stamp: VideoStamp;
  readonly describer: string;
  /** SHA-256 of the prompt, hex. */
  readonly prompt: string;
  /** Frames asked for. */
  readonly frames: number;
  readonly tokens: Description["tokens"];
}

/** What a whole file was made with. */
export type Making = Pick<KeptDescription, "describer" | "prompt" | "frames">;

/**
 * The generated descriptions of a data set, one JSON line a clip, only ever appended to. A line torn by a crash is cut off when the file is opened
 * again, and a line that is damaged or of another making is left out; their clips are described anew.
 */
export class KeptDescriptions {
  readonly #kept = new Map<string, KeptDescription>();
  readonly #making: Making;
  #handle: number | undefined;

  /** Throws HglError "disk". */
  constructor(
    readonly path: string,
    making: Making,
  ) {
    this.#making = making;
    makeFolder(dirname(path));
    const bytes = Buffer.from(readIfThere(path) ?? new Uint8Array(0));
    for (const line of bytes.toString("utf8").split("\n")) {
      const one = keptIn(line);
      if (one && sameMaking(one, making)) this.#kept.set(one.sample, one);
    }
    this.#rewriteUnless(bytes);
  }

  of(sample: string): KeptDescription | undefined {
    return this.#kept.get(sample);
  }

  /** Takes note of how videos look now, and forgets the descriptions of those that are others (null). Throws HglError "disk". */
  renew(looks: ReadonlyMap<string, VideoStamp | null>): void {
    for (const [sample, stamp] of looks) {
      const before = this.#kept.get(sample);
      if (before && stamp) this.#kept.set(sample, { ...before, stamp });
      else this.#kept.delete(sample);
    }
    if (looks.size > 0) this.#rewriteUnless(undefined);
  }

  /** Adds a line and returns once it is on the disk. Throws HglError "disk". */
  append(one: Omit<KeptDescription, keyof Making>): void {
    const line = { ...one, ...this.#making };
    try {
      this.#handle ??= openSync(this.path, "a", 0o644);
      writeAll(this.#handle, Buffer.from(lineOf(line)));
      fsyncSync(this.#handle);
    } catch (error) {
      throw diskError(error, this.path, "writing a description");
    }
    this.#kept.set(line.sample, line);
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #rewriteUnless(bytes: Buffer | undefined): void {
    const text = Buffer.from([...this.#kept.values()].map(lineOf).join(""));
    if (bytes?.equals(text)) return;
    this.close();
    writeFileAtomic(this.path, text);
  }
}

function lineOf({ sample, text, video, stamp, describer, prompt, frames, tokens }: KeptDescription): string {
  return `${JSON.stringify({ sample, text, video, stamp, describer, prompt, frames, tokens })}\n`;
}

/** The line's description; undefined for one that is torn, damaged or no line of ours. */
function keptIn(line: string): KeptDescription | undefined {
  if (line === "") return undefined;
  const read = checked(() => {
    const fields = new Fields(JSON.parse(line));
    const stamp = new Fields(fields.value("stamp"));
    const tokens = new Fields(fields.value("tokens"));
    const whole = (of: Fields, name: string): number => of.whole(name, 0, Number.MAX_SAFE_INTEGER);
    return {
      sample: fields.text("sample", MOST_DESCRIPTION),
      text: fields.text("text", MOST_DESCRIPTION),
      video: fields.text("video"),
      stamp: { bytes: whole(stamp, "bytes"), modified: stamp.number("modified", 0, Number.MAX_VALUE) },
      describer: fields.text("describer"),
      prompt: fields.text("prompt"),
      frames: whole(fields, "frames"),
      tokens: {
        input: tokens.orNull("input", (name) => whole(tokens, name)),
        output: tokens.orNull("output", (name) => whole(tokens, name)),
      },
    };
  });
  return read.ok && read.payload.sample !== "" && read.payload.text.trim() !== "" ? read.payload : undefined;
}

function sameMaking(one: Making, { describer, prompt, frames }: Making): boolean {
  return one.describer === describer && one.prompt === prompt && one.frames === frames;
}
