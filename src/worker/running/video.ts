import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { renameSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { Writable } from "node:stream";
import { HglError } from "../../common/errors";
import type { Frames } from "../../figures/files/gif";
import { removeIfThere, TEMPORARY_PREFIX } from "../store/atomicFile";
import { diskError } from "../store/fileSystem";

export const VIDEO_FORMATS = ["webm", "mp4"] as const;
export type VideoFormat = (typeof VIDEO_FORMATS)[number];

export interface VideoOptions {
  /** Stands in the container's comment. */
  readonly comment?: string;
  readonly signal?: AbortSignal;
  /** The program; a test names another. */
  readonly ffmpeg?: string;
}

/** Codecs that every browser and slide program plays; yuv420p because many play nothing else. */
const CODECS: Readonly<Record<VideoFormat, readonly string[]>> = {
  webm: ["-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-deadline", "good", "-cpu-used", "4"],
  mp4: ["-c:v", "libx264", "-crf", "18", "-preset", "medium", "-movflags", "+faststart"],
};

/**
 * Writes frames as a video through the `ffmpeg` that is installed; the name's ending says which kind. The file is there whole or not at all.
 * @throws HglError "usage" for another ending, "device" where ffmpeg is missing or fails, "interrupted" when `signal` asks, "disk"
 */
export async function writeVideo(file: string, frames: Frames, options: VideoOptions = {}): Promise<void> {
  const format = formatOf(file);
  const first = await frames.frame(0);
  const unfinished = join(dirname(file), `${TEMPORARY_PREFIX}${basename(file)}.${randomBytes(4).toString("hex")}`);
  const input = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", `${first.width}x${first.height}`];
  const args = [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y"],
    ...[...input, "-framerate", String(frames.framesPerSecond), "-i", "pipe:0"],
    // Both codecs want even sizes; the edge is repeated by a black line at most.
    ...["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", ...CODECS[format]],
    // Neither the time nor the encoder's version goes into the file.
    ...["-threads", "2", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"],
    ...(options.comment === undefined ? [] : ["-metadata", `comment=${options.comment}`]),
    ...["-f", format, unfinished],
  ];
  try {
    await encode(args, options, async (stdin) => {
      for (let i = 0; i < frames.count; i++) {
        options.signal?.throwIfAborted();
        await write(stdin, (i === 0 ? first : await frames.frame(i)).rgba);
      }
    });
    renameSync(unfinished, file);
  } catch (error) {
    removeIfThere(unfinished);
    if (options.signal?.aborted)
      throw new HglError({ code: "interrupted", where: file, what: "writing the video was stopped" });
    throw diskError(error, file, "writing the video");
  }
}

function formatOf(file: string): VideoFormat {
  const ending = extname(file).slice(1).toLowerCase();
  const format = VIDEO_FORMATS.find((one) => one === ending);
  if (format) return format;
  throw new HglError({
    code: "usage",
    where: file,
    what: `a video cannot be a .${ending} file`,
    next: `name it ${VIDEO_FORMATS.map((one) => `.${one}`).join(" or ")}`,
  });
}

/** Runs ffmpeg with frames on its stdin; settles when it has ended and everything was given to it. */
async function encode(
  args: readonly string[],
  { signal, ffmpeg = "ffmpeg" }: VideoOptions,
  feed: (stdin: Writable) => Promise<void>,
): Promise<void> {
  const child = spawn(ffmpeg, args, {
    stdio: ["pipe", "ignore", "pipe"],
    windowsHide: true,
    ...(signal && { signal }),
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (said = (said + text).slice(-4000)));
  // Its own end tells more than the pipe that breaks with it.
  child.stdin.on("error", () => {});
  const ended = new Promise<void>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => reject(error.code === "ENOENT" ? missing(ffmpeg) : error));
    child.on("close", (code) => (code === 0 ? resolve() : reject(failed(code, said))));
  });
  const fed = feed(child.stdin).then(
    () => void child.stdin.end(),
    (error: unknown) => {
      child.kill();
      throw error;
    },
  );
  const [end, feeding] = await Promise.allSettled([ended, fed]);
  // A frame that could not be made is the cause, and the killed program its consequence.
  if (feeding.status === "rejected") throw feeding.reason;
  if (end.status === "rejected") throw end.reason;
}

/** Waits until there is room for more, or the reader is gone. */
async function write(stdin: Writable, bytes: Uint8Array): Promise<void> {
  if (stdin.destroyed || stdin.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stdin.off("drain", go).off("close", go);
      resolve();
    };
    stdin.on("drain", go).on("close", go);
  });
}

function missing(program: string): HglError {
  return new HglError({
    code: "device",
    what: `a video needs the program ${program}, which is not installed`,
    next: "install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), or write a GIF, which needs nothing",
  });
}

function failed(code: number | null, said: string): HglError {
  const last = said.trim().split("\n").at(-1)?.trim().replace(/\.$/, "");
  return new HglError({
    code: "device",
    what: `ffmpeg ended with status ${code ?? "none"}${last ? ` (${last})` : ""}`,
    next: "write the other kind of video, or a GIF",
  });
}
