// `npm run bench -- ntu-files FOLDER`: made-up recordings in the format and with the names of NTU RGB+D 60, for timing an import.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MISSING_SKELETONS } from "../../src/model/data/ntu/missing";
import { LARGEST_60, readSampleName, sampleName, type SampleName } from "../../src/model/data/ntu/name";
import { PROTOCOLS_60 } from "../../src/model/data/ntu/protocols";
import { randomStream, type RandomStream } from "../../src/model/random";
import { chanceOf, furniture, Performer } from "./ntuMotion";
import { NumberText } from "./ntuText";

const STREAM = 902;
const [SETUPS, PERFORMERS, ACTIONS] = [LARGEST_60.setup, LARGEST_60.performer, LARGEST_60.action];
/** Performers came to several set-ups: so often on either side of the cross-subject protocol. */
const VISITS = { train: 112, test: 46 };
const FIRST_MUTUAL = 50;

/**
 * The 56,880 names of NTU RGB+D 60 in their order, as far as its published facts fix them: the sizes of both protocols and the listed samples without
 * skeletons hold exactly; who else came to which set-up is made up.
 */
export function ntu60Names(): string[] {
  const trains = new Set<number | string>(PROTOCOLS_60[0]!.train);
  const left = { ...VISITS };
  const visits = new Map<string, readonly [setup: number, performer: number]>();
  const visit = (setup: number, performer: number): void => {
    const side = trains.has(performer) ? "train" : "test";
    if (visits.has(`${setup} ${performer}`) || left[side] === 0) return;
    visits.set(`${setup} ${performer}`, [setup, performer]);
    left[side]--;
  };
  for (const { setup, performer } of [...MISSING_SKELETONS].map((name) => readSampleName(name)!)) {
    if (setup <= SETUPS) visit(setup, performer);
  }
  // First everybody once, then further set-ups.
  for (let round = 0; round < SETUPS; round++) {
    for (let performer = 1; performer <= PERFORMERS; performer++)
      visit(((performer + 5 * round) % SETUPS) + 1, performer);
  }
  const names: string[] = [];
  for (const [setup, performer] of visits.values()) {
    for (const camera of [1, 2, 3])
      for (const repetition of [1, 2])
        for (let action = 1; action <= ACTIONS; action++)
          names.push(sampleName({ setup, camera, performer, repetition, action }));
  }
  return names.sort();
}

/** So many of them, by lot, in their order. */
export function drawNames(count: number, seed = 1): string[] {
  const names = ntu60Names();
  const chance = randomStream({ seed, stream: STREAM, epoch: 0, sample: 0, use: 0 });
  const drawn = Math.min(count, names.length);
  for (let i = 0; i < drawn; i++) {
    const other = i + chance.int(names.length - i);
    [names[i], names[other]] = [names[other]!, names[i]!];
  }
  return names.slice(0, drawn).sort();
}

/** Writes the text of recordings, one after another into the same memory. */
export class Recorder {
  private readonly out = new NumberText();

  constructor(
    private readonly meanFrames = 80,
    private readonly seed = 1,
  ) {}

  /** The file of the sample, the same for the same name, seed and mean; good until the next. A listed sample shows nobody, as some of the real ones. */
  record(name: string): Uint8Array {
    const sample = readSampleName(name)!;
    const chance = chanceOf(this.seed, keyOf(sample));
    const frames = Math.min(300, Math.max(20, Math.round(this.meanFrames * Math.exp(0.45 * chance.normal() - 0.1))));
    this.out.clear();
    this.out.whole(frames);
    this.out.line();
    const missing = MISSING_SKELETONS.has(name);
    const bodies = missing ? [] : castOf(sample, frames, chance);
    // Now and then the camera loses everybody for a moment.
    const gap = chance.uniform() < 0.02 ? 1 + chance.int(frames - 5) : frames;
    for (let frame = 0; frame < frames; frame++) {
      const present =
        frame >= gap && frame < gap + 3 ? [] : bodies.filter(({ from, to }) => frame >= from && frame < to);
      this.out.whole(present.length);
      this.out.line();
      for (const body of present) this.write(body, body.joints(frame / frames));
    }
    return this.out.text;
  }

  private write({ id }: Body, joints: Float32Array): void {
    const { out } = this;
    out.ascii(`${id} 0 1 1 1 1 0 `);
    out.float(0.1 * joints[3]!);
    out.float(0.1 * joints[4]!);
    out.ascii("2 ");
    out.line();
    out.ascii("25 ");
    out.line();
    for (let at = 0; at < joints.length; at += 3) {
      const [x, y, z] = [joints[at]!, joints[at + 1]!, joints[at + 2]!];
      out.float(x);
      out.float(y);
      out.float(z);
      out.float(256 + (365 * x) / z);
      out.float(212 - (365 * y) / z);
      out.float(960 + (1060 * x) / z);
      out.float(540 - (1060 * y) / z);
      // An orientation that nobody reads, of the usual length.
      out.float(-0.2 + 0.3 * x);
      out.float(0.05 + 0.3 * y);
      out.float(0.97 - 0.01 * z);
      out.float(-0.12 + 0.2 * x * y);
      out.ascii(at === 57 ? "1 " : "2 ");
      out.line();
    }
  }
}

/** Who is seen under one id, and from which frame to before which. */
interface Body {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** At a share of the recording. */
  joints(share: number): Float32Array;
}

function castOf({ action, camera }: SampleName, frames: number, chance: RandomStream): Body[] {
  let last = 72057594037900000n + BigInt(chance.int(90_000));
  const newId = (): string => String((last += 1n));
  const cast: Body[] = [];
  for (const second of action >= FIRST_MUTUAL ? [false, true] : [false]) {
    const performer = new Performer(action, camera, second, chance);
    const joints = (share: number): Float32Array => {
      performer.at(share);
      return performer.joints;
    };
    // Now and then somebody is lost and comes back under another id.
    const change = frames > 40 && chance.uniform() < 0.05 ? 15 + chance.int(frames - 30) : frames;
    cast.push({ id: newId(), from: 0, to: change, joints });
    if (change < frames) cast.push({ id: newId(), from: change, to: frames, joints });
  }
  if (chance.uniform() < 0.06) {
    const joints = furniture(chance);
    const long = chance.uniform() < 0.5;
    const from = chance.int(frames - 12);
    cast.push({
      id: newId(),
      from: long ? 0 : from,
      to: long ? frames : from + 1 + chance.int(11),
      joints: () => joints,
    });
  }
  return cast;
}

function keyOf({ setup, camera, performer, repetition, action }: SampleName): number {
  return (((setup * 4 + camera) * 128 + performer) * 4 + repetition) * 128 + action;
}

/** Writes the files of these names into the folder; gives the bytes of all. */
export function writeNtuFiles(folder: string, names: readonly string[], recorder = new Recorder()): number {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (const name of names) {
    const text = recorder.record(name);
    writeFileSync(join(folder, `${name}.skeleton`), text);
    bytes += text.length;
  }
  return bytes;
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      clips: { type: "string", default: "56880" },
      frames: { type: "string", default: "80" },
      seed: { type: "string", default: "1" },
    },
  });
  const [folder] = positionals;
  const [clips, frames, seed] = [Number(values.clips), Number(values.frames), Number(values.seed)];
  if (!folder || ![clips, frames, seed].every((value) => Number.isInteger(value) && value > 0)) {
    console.error("ntu-files FOLDER [--clips N] [--frames MEAN] [--seed N]: whole numbers from 1.");
    return 64;
  }
  const start = performance.now();
  const names = drawNames(clips, seed);
  const bytes = writeNtuFiles(resolve(folder), names, new Recorder(frames, seed));
  const seconds = (performance.now() - start) / 1000;
  console.log(`${names.length} files, ${(bytes / 1e6).toFixed(0)} MB, ${seconds.toFixed(1)} s`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
