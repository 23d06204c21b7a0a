import { join } from "node:path";
import { HglError } from "../../../common/errors";
import { makeFolder } from "../../store/atomicFile";
import { fileHash } from "../../store/fileHash";
import { Lock } from "../../store/lock";
import { canonical, sha256 } from "../../store/runFolder";
import { eachOf } from "../eachOf";
import type { Describer } from "./describer";
import { findVideos } from "./findVideos";
import { sampleFrames } from "./frames";
import { KeptDescriptions } from "./keptDescriptions";
import { Spending, type Prices, type Spent } from "./spending";
import { stampOf, type VideoStamp } from "./videoStamp";
import { asDescription } from "./wording";

/** As failures name it. */
const VIDEO = "the video";

export interface VideoJob {
  /** Where the videos lie; how they are named, see findVideos. */
  readonly folder: string;
  readonly pattern: string | null;
  /** What tells this data set from others whose clips may have the same names. */
  readonly dataset: string;
  /** Clips to be described. */
  readonly samples: readonly string[];
  readonly describer: Describer;
  readonly prompt: string;
  readonly frames: number;
  readonly prices: Prices | null;
  /** Clips at once. */
  readonly atOnce: number;
  /** The notebook's `.hgl/text/generated`. */
  readonly store: string;
  /** How frames are taken; a test takes others. */
  readonly look?: typeof sampleFrames;
}

export interface VideoProgress {
  /** Clips described or left out, earlier sittings included. */
  readonly done: number;
  readonly of: number;
  /** In this sitting. */
  readonly spent: Spent;
}

export interface VideoDescriptions {
  /** STORE/KEY.jsonl, which `readClipDescriptions` reads. */
  readonly file: string;
  /** By clip, in the order of `samples`; one each. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Clips that have none: no video, a damaged one, or one that the model refuses. */
  readonly leftOut: readonly { readonly sample: string; readonly why: string }[];
  /** In this sitting, and in all that made these descriptions. */
  readonly spent: Spent;
  readonly spentInAll: Spent;
}

/**
 * Has a model describe each clip's video:
 *
 *     FOLDER/CLIP.avi ─ffmpeg─> frames ─describer─> text ─> STORE/KEY.jsonl
 *
 * What is described stays so: a clip is asked again only when its video, the prompt, the number of frames or the describer is another one. A clip
 * whose video is bad or refused is left out and named; what concerns all of them ends the job, which goes on from there when it is started again.
 *
 * @throws HglError "data" when not one clip can be described, "network", "device" (no ffmpeg), "disk", "store" (another process does it), "interrupted"
 */
export async function describeVideos(
  job: VideoJob,
  onProgress: (progress: VideoProgress) => void,
  stop: AbortSignal,
): Promise<VideoDescriptions> {
  const { files, missing } = findVideos(job.folder, job.samples, job.pattern);
  const making = { describer: job.describer.name, prompt: sha256(job.prompt), frames: job.frames };
  makeFolder(job.store);
  const path = join(job.store, `${sha256(canonical({ ...making, dataset: job.dataset })).slice(0, 16)}.jsonl`);
  const lock = await lockedFor(path);
  let kept: KeptDescriptions | undefined;
  try {
    kept = new KeptDescriptions(path, making);
    await dropChanged(kept, files, stop);
    return await describeMissing(job, kept, files, missing, onProgress, stop);
  } finally {
    kept?.close();
    lock.release();
  }
}

async function lockedFor(path: string): Promise<Lock> {
  try {
    return await Lock.acquire(`${path}.lock`);
  } catch (error) {
    if (!(error instanceof HglError) || error.code !== "store") throw error;
    const what = "another process is describing these videos";
    throw new HglError({ code: "store", where: path, what, next: "wait for it, or stop it and run again" });
  }
}

/** Forgets what was said of videos that have changed since; only those that look different are read. */
async function dropChanged(
  kept: KeptDescriptions,
  files: ReadonlyMap<string, string>,
  stop: AbortSignal,
): Promise<void> {
  const looks = new Map<string, VideoStamp | null>();
  for (const [sample, video] of files) {
    const before = kept.of(sample);
    if (!before) continue;
    const stamp = stampOf(video);
    if (stamp.bytes === before.stamp.bytes && stamp.modified === before.stamp.modified) continue;
    looks.set(sample, (await fileHash(video, VIDEO, stop)) === before.video ? stamp : null);
  }
  kept.renew(looks);
}

async function describeMissing(
  job: VideoJob,
  kept: KeptDescriptions,
  files: ReadonlyMap<string, string>,
  missing: readonly string[],
  onProgress: (progress: VideoProgress) => void,
  stop: AbortSignal,
): Promise<VideoDescriptions> {
  const why = new Map(missing.map((sample) => [sample, `no video of it is in ${job.folder}`]));
  const spending = new Spending(job.prices);
  const of = job.samples.length;
  const waiting = [...files].filter(([sample]) => !kept.of(sample));
  let done = of - waiting.length;
  const told = (): void => onProgress({ done, of, spent: spending.spent });
  told();
  await eachOf(waiting, job.atOnce, stop, async ([sample, video], either) => {
    try {
      spending.add(await describeOne(job, kept, sample, video, either));
    } catch (error) {
      if (!(error instanceof HglError) || error.code !== "data") throw error;
      why.set(sample, error.message.replace(/\.$/, ""));
    }
    done++;
    told();
  });
  const leftOut = job.samples.flatMap((sample) => (why.has(sample) ? [{ sample, why: why.get(sample)! }] : []));
  const found = job.samples.flatMap((sample) => kept.of(sample) ?? []);
  if (found.length === 0) throw nothingDescribed(job.folder, leftOut[0]);
  const inAll = new Spending(job.prices);
  for (const { tokens } of found) inAll.add(tokens);
  const texts = new Map(found.map(({ sample, text }) => [sample, [text]]));
  return { file: kept.path, texts, leftOut, spent: spending.spent, spentInAll: inAll.spent };
}

async function describeOne(job: VideoJob, kept: KeptDescriptions, sample: string, video: string, stop: AbortSignal) {
  const stamp = stampOf(video);
  const hash = await fileHash(video, VIDEO, stop);
  const frames = await (job.look ?? sampleFrames)(video, job.frames, { stop });
  const { text: said, tokens } = await job.describer.describe(frames, job.prompt, stop);
  const text = asDescription(said, false);
  if (text === "") throw new HglError({ code: "data", where: video, what: "the model said nothing of it" });
  kept.append({ sample, text, video: hash, stamp, tokens });
  return tokens;
}

function nothingDescribed(folder: string, first: { sample: string; why: string } | undefined): HglError {
  const what = first
    ? `not one clip could be described, the first one (${first.sample}) because ${first.why}`
    : "there is no clip to describe";
  return new HglError({ code: "data", where: folder, what, next: "check the folder and how its videos are named" });
}
