import { join } from "node:path";
import type { VideoConfig } from "../../common/config";
import type { Dataset } from "../../model/data/dataset";
import { count, fewOf } from "../words";
import { openDescriber, type ModelAccess } from "./modelAccess";
import { describeVideos } from "./video/describeVideos";
import type { Spent } from "./video/spending";

export interface DescribedClips {
  /** One line a clip, as `readClipDescriptions` reads it. */
  readonly file: string;
  readonly describer: string;
  /** What these descriptions took, over all sittings. */
  readonly spent: Spent;
  readonly warnings: readonly string[];
}

/** Clips asked about at once. */
const AT_ONCE = 2;

/**
 * Has every clip of a data set described by a vision-language model; those described before are not asked about again.
 *
 * @param folder the notebook's `.hgl/text`
 * @throws HglError "data", "network", "device", "disk", "store", "interrupted"
 */
export async function describeClips(
  video: VideoConfig,
  dataset: Pick<Dataset, "name" | "clips">,
  folder: string,
  access: ModelAccess,
  { stop, onShare }: { readonly stop: AbortSignal; readonly onShare?: (share: number, done: number) => void },
): Promise<DescribedClips> {
  const describer = openDescriber(video, access);
  const [input, output] = video.prices;
  try {
    const { file, leftOut, spentInAll } = await describeVideos(
      {
        folder: video.folder,
        pattern: video.files,
        dataset: dataset.name,
        samples: dataset.clips.map(({ id }) => id),
        describer,
        prompt: video.prompt,
        frames: video.frames,
        prices: input > 0 || output > 0 ? { input, output } : null,
        atOnce: AT_ONCE,
        store: join(folder, "generated"),
      },
      ({ done, of }) => onShare?.(done / Math.max(1, of), done),
      stop,
    );
    const warnings = fewOf(
      leftOut.map(({ sample, why }) => `${sample} is not described: ${why}.`),
      (more) => `${count(more, "more clip is", "more clips are")} not described.`,
    );
    return { file, describer: describer.name, spent: spentInAll, warnings };
  } finally {
    describer.close();
  }
}
