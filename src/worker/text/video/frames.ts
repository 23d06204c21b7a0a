import { resolve } from "node:path";
import { HglError } from "../../../common/errors";
import { runProgram, type ProgramLimits } from "./program";

export interface FrameOptions {
  readonly stop: AbortSignal;
  /** For a whole video. */
  readonly timeoutSeconds?: number;
  /** The programs; a test names others. */
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
}

/** Longer side of a frame that is sent: as much as these models look at. */
const MOST_SIDE = 512;
/** Containers of recordings. Playlists, which can name any other file, are none. */
const CONTAINERS = "avi,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpeg,mpegts,mpegvideo,asf,flv,ogg";
const CAREFULLY = ["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS];

/**
 * Frames of a video as JPEG files of at most 512 by 512, evenly over its length: the middle frames of `count` equal parts; all of a shorter video.
 *
 * @throws HglError "device" where ffmpeg is missing, "data" for a video that cannot be read, "interrupted"
 */
export async function sampleFrames(video: string, count: number, options: FrameOptions): Promise<Uint8Array[]> {
  const { stop, timeoutSeconds = 120, ffmpeg = "ffmpeg", ffprobe = "ffprobe" } = options;
  const limits = { stop, timeoutMs: timeoutSeconds * 1000, mostBytes: 2 ** 20 };
  // An absolute path behind `file:` is neither an option nor another protocol, whatever the file is called.
  const input = ["-i", `file:${resolve(video)}`];
  const total = await countFrames(ffprobe, input, video, limits);
  const wanted = evenly(total, count);
  const filters = [
    `select='${wanted.map((frame) => `eq(n,${frame})`).join("+")}'`,
    // One a second in and out, so that none is dropped or doubled for its time.
    "setpts=N/TB",
    `scale=w='min(${MOST_SIDE},iw)':h='min(${MOST_SIDE},ih)':force_original_aspect_ratio=decrease`,
  ];
  const args = [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", ...CAREFULLY, ...input],
    ...["-map", "0:v:0", "-vf", filters.join(","), "-r", "1", "-frames:v", String(wanted.length)],
    ...["-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-threads", "1", "-f", "image2pipe", "pipe:1"],
  ];
  const ended = await runProgram(ffmpeg, args, { ...limits, mostBytes: 2 ** 20 * wanted.length });
  if (!ended.ok) throw unreadable(video, ended.why);
  const frames = splitJpegs(ended.printed);
  if (2 * frames.length < wanted.length)
    throw unreadable(video, `only ${frames.length} of ${wanted.length} frames are whole`);
  return frames;
}

/** The middle frames of `count` equal parts of `total` frames, each once. */
export function evenly(total: number, count: number): number[] {
  const few = Math.min(total, count);
  return Array.from({ length: few }, (_, i) => Math.floor(((i + 0.5) * total) / few));
}

async function countFrames(ffprobe: string, input: string[], video: string, limits: ProgramLimits): Promise<number> {
  const shown = [
    "-select_streams",
    "v:0",
    "-count_packets",
    "-show_entries",
    "stream=nb_read_packets",
    "-of",
    "csv=p=0",
  ];
  const ended = await runProgram(ffprobe, ["-v", "error", ...CAREFULLY, ...shown, ...input], limits);
  if (!ended.ok) throw unreadable(video, ended.why);
  const total = Number(/\d+/.exec(ended.printed.toString("latin1"))?.[0] ?? 0);
  return total > 0 ? total : Promise.reject(unreadable(video, "it has no picture"));
}

/** Parts a stream of JPEG files: within one, an end mark is never followed by a start mark. */
export function splitJpegs(stream: Buffer): Uint8Array[] {
  const border = Buffer.from([0xff, 0xd9, 0xff, 0xd8]);
  const files: Uint8Array[] = [];
  let from = 0;
  while (from < stream.length) {
    const end = stream.indexOf(border, from);
    const to = end < 0 ? stream.length : end + 2;
    files.push(stream.subarray(from, to));
    from = to;
  }
  return files;
}

function unreadable(video: string, why: string): HglError {
  const next = "fetch the video again, or remove it";
  return new HglError({ code: "data", where: video, what: `the video cannot be read (${why})`, next });
}
