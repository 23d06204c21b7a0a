import { MIME } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import { checkSkeleton, type SkeletonPayload } from "../../../common/payloads/skeleton";
import type { CellOutput } from "../../../common/wire/worker";
import { filmStrip } from "../../../figures/filmStrip";
import type { ResolvedSkeleton } from "../../../notebook/resolve";
import { dataBehind } from "../figures/source";
import { sentenceOutput } from "../outputs/forms";
import { clipInWords, picksOfData, picksOfRun, skeletonPayload } from "./skeletonClips";
import { keptView } from "./view";

/** Clips of a data set, or the test clips of a train cell with what its first run took them for. */
export const skeletonView = keptView<ResolvedSkeleton, SkeletonPayload>({
  kept: true,
  seeds: "first",
  quick: true,
  purpose: "to see its clips move",
  facts: ({ of, clips, count }) => ({ of, clips, count: clips ? null : count }),
  async make(cell, groups, source) {
    const dataset = await source.dataset(dataBehind(source.opened.cells, cell.of));
    const run = groups[0]?.runs[0];
    const picks = run ? picksOfRun(cell, dataset, run) : picksOfData(cell, dataset);
    const title = run ? `#${cell.of}: test clips and what the network took them for` : `#${cell.of}: ${dataset.name}`;
    return skeletonPayload(title, dataset, picks);
  },
  check: checkSkeleton,
  output: skeletonOutput,
});

/** Clips in motion, as a strip of poses, and in words. */
function skeletonOutput(payload: SkeletonPayload): CellOutput {
  const motion = checkSkeleton(payload);
  if (!motion.ok) return sentenceOutput(`These clips cannot be shown: ${motion.reason}.`);
  return {
    [MIME.skeleton]: JSON.stringify(payload),
    "image/svg+xml": filmStrip(motion.payload),
    "text/plain": `${printable(payload.title)}\n\n${payload.clips.map(clipInWords).join("\n")}\n`,
  };
}
