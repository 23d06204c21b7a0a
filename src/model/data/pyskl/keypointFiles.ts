import { badFile, shown } from "../containers/badBytes";
import { NUMPY_GLOBALS } from "../containers/pickle/numpyGlobals";
import { readPickle } from "../containers/pickle/readPickle";
import { NumpyArray } from "../containers/pickle/values";
import type { PickleValue } from "../containers/pickle/values";
import { fileName } from "../fileName";
import type { ByteSource } from "../source";

export interface Keypoints {
  /** The source the array's bytes lie in. */
  readonly source: ByteSource;
  readonly array: NumpyArray;
}

/** Opens the file of that name beside the annotations; undefined where there is none. Files are closed again, many may be needed. */
export type Beside = (name: string) => (ByteSource & { close?(): void }) | undefined;

/** Clips of one file stand together; another is kept for where two pieces meet. */
const OPEN = 2;

/**
 * Keypoints of clips that lie in files of their own, {frame_dir: {keypoint: [N, V, 3]}} each. Of a path only the file's name counts: an
 * annotation file does not say where on this machine to read. Throws HglError "data" where file or clip is missing.
 */
export function keypointFiles(
  annotations: string,
  beside: Beside | undefined,
): (path: string, id: string) => Keypoints {
  const open = new Map<string, { source: ByteSource & { close?(): void }; clips: Map<PickleValue, PickleValue> }>();
  return (path, id) => {
    const name = fileName(path);
    let file = open.get(name);
    if (!file) {
      const source = name === "" || name === ".." ? undefined : beside?.(name);
      if (!source) {
        const next = `put ${shown(name)} into this file's folder, or into kpfiles in it`;
        throw badFile(
          annotations,
          `the keypoints of clip ${shown(id)} lie in ${shown(path)}, which is not there`,
          next,
        );
      }
      const clips = readPickle(source, NUMPY_GLOBALS);
      if (!(clips instanceof Map)) throw badFile(source.name, "the file is no dict of clips");
      file = { source, clips };
      for (const [oldest, { source: old }] of [...open].slice(0, Math.max(0, open.size - OPEN + 1))) {
        old.close?.();
        open.delete(oldest);
      }
      open.set(name, file);
    }
    const clip = file.clips.get(id);
    const array = clip instanceof Map ? clip.get("keypoint") : clip;
    if (!(array instanceof NumpyArray))
      throw badFile(file.source.name, `the file has no keypoints of clip ${shown(id)}`);
    return { source: file.source, array };
  };
}
