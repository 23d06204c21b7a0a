import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { HglError } from "../../../common/errors";
import { diskError } from "../../store/fileSystem";

export interface FoundVideos {
  /** The video of each clip that has one. */
  readonly files: ReadonlyMap<string, string>;
  /** Clips that have none, in the order asked for. */
  readonly missing: readonly string[];
}

const VIDEO_ENDINGS = [".avi", ".mp4", ".mkv", ".mov", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv"];
const SAMPLE = "{sample}";
const MOST_FILES = 1_000_000;
const MOST_DEPTH = 8;

/**
 * Finds the RGB video of each clip. The pattern says its path in the folder, such as `view_1/{sample}.mov`, with or without its ending. With
 * none (or `{sample}` alone) a video is named after its clip and may lie deeper; it may also be named as NTU RGB+D does (`S001C001P001R001A001_rgb.avi`).
 *
 * @throws HglError "disk" for a folder that cannot be read, "data" for a clip with two videos, "cell" for a pattern without {sample}
 */
export function findVideos(folder: string, samples: readonly string[], pattern: string | null): FoundVideos {
  if (pattern !== null && !pattern.includes(SAMPLE)) {
    const what = `the pattern "${pattern}" does not say where the clip's name stands`;
    throw new HglError({ code: "cell", what, next: `write ${SAMPLE} in it` });
  }
  const paths = listed(folder, "", 0, []);
  // A clip's name is only ever looked up among what lies there, so none can lead out of the folder.
  const whole = new Map(paths.map((path) => [path.normalize(), [path]]));
  const named = byClip(paths);
  const files = new Map<string, string>();
  for (const sample of samples) {
    const name = (pattern ?? SAMPLE)
      .replace(/^\.\//, "")
      .replaceAll(SAMPLE, () => sample)
      .normalize();
    const [path, second] = whole.get(name) ?? named.get(name) ?? [];
    if (path === undefined) continue;
    if (second !== undefined) throw twice(folder, sample, path, second);
    files.set(sample, join(folder, path));
  }
  return { files, missing: samples.filter((sample) => !files.has(sample)) };
}

/** Paths below the folder with forward slashes, in order; links to folders are not followed. */
function listed(folder: string, below: string, depth: number, paths: string[]): string[] {
  let entries;
  try {
    entries = readdirSync(join(folder, below), { withFileTypes: true });
  } catch (error) {
    throw diskError(error, join(folder, below), "looking for videos");
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && depth < MOST_DEPTH) listed(folder, path, depth + 1, paths);
    else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
  }
  if (paths.length <= MOST_FILES) return paths;
  const what = `there are more than ${MOST_FILES} files in it`;
  throw new HglError({ code: "data", where: folder, what, next: "name the folder of the videos itself" });
}

/** Videos by their path without ending, and by their name alone. */
function byClip(paths: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const ending = extname(path);
    if (!VIDEO_ENDINGS.includes(ending.toLowerCase())) continue;
    const stem = path.slice(0, -ending.length).normalize();
    const name = stem.slice(stem.lastIndexOf("/") + 1);
    for (const clip of new Set([stem, name, stem.replace(/_rgb$/i, ""), name.replace(/_rgb$/i, "")])) {
      const others = found.get(clip);
      if (others) others.push(path);
      else found.set(clip, [path]);
    }
  }
  return found;
}

function twice(folder: string, sample: string, first: string, second: string): HglError {
  const what = `clip ${sample} has two videos, ${first} and ${second}`;
  const next = `remove one, or write a pattern with ${SAMPLE}`;
  return new HglError({ code: "data", where: folder, what, next });
}
