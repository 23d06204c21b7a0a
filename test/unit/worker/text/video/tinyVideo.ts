import { spawnSync } from "node:child_process";

const installed = ["ffmpeg", "ffprobe"].every((program) => spawnSync(program, ["-version"]).error === undefined);
/** For `skip`. */
export const WITHOUT = installed ? false : "ffmpeg is not installed";

/** Makes a video whose frames are grey, frame n of brightness 16 + 4n; its name says the container. */
export function makeVideo(file: string, frames: number, size = "64x48"): void {
  const source = `color=black:size=${size}:rate=10,geq=lum='16+4*N':cb=128:cr=128`;
  const made = spawnSync("ffmpeg", [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "lavfi", "-i", source],
    ...["-frames:v", String(frames), "-c:v", "mpeg4", "-q:v", "2", "-fflags", "+bitexact", `file:${file}`],
  ]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
}

/** Mean brightness and size of a JPEG file. */
export function lookAt(jpeg: Uint8Array): { brightness: number; width: number; height: number } {
  const raw = ["-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"];
  const pixels = spawnSync("ffmpeg", ["-loglevel", "error", "-f", "mjpeg", "-i", "pipe:0", ...raw], { input: jpeg }).stdout; // prettier-ignore
  const probe = ["-v", "error", "-f", "mjpeg", "-show_entries", "stream=width,height", "-of", "csv=p=0", "-"];
  const [width, height] = spawnSync("ffprobe", probe, { input: jpeg }).stdout.toString().trim().split(",").map(Number);
  return { brightness: pixels.reduce((sum, one) => sum + one, 0) / pixels.length, width: width!, height: height! };
}
