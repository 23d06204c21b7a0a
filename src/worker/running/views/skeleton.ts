import { MIME } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import { checkSkeleton, type SkeletonPayload } from "../../../common/payloads/skeleton";
import type { CellOutput } from "../../../common/wire/worker";
import { filmStrip } from "../../../figures/filmStrip";
import type { DataConfig } from "../../../common/config";
import type { ResolvedCell, ResolvedSkeleton } from "../../../notebook/resolve";
import { dataBehind } from "../figures/source";
import { sentenceOutput } from "../outputs/forms";
import { clipForms } from "./skeletonForms";
import { stepProbabilities } from "./stepProbabilities";
import { clipInWords, picksOfData, picksOfRun, skeletonPayload } from "./skeletonClips";
import { keptView } from "./view";

/** Clips of a data set, or the test clips of a train cell with what its first run took them for. */
export const skeletonView = keptView<ResolvedSkeleton, SkeletonPayload>({
  kept: true,
  seeds: "first",
  quick: ({ probabilities }) => !probabilities,
  purpose: "to see its clips move",
  facts: ({ of, clips, count, streams, augmented, probabilities }) => ({
    ...{ of, clips, streams, augmented, probabilities },
    count: clips ? null : count,
  }),
  async make(cell, groups, source) {
    const dataset = await source.dataset(dataBehind(source.opened.cells, cell.of));
    const run = groups[0]?.runs[0];
    const picks = run ? picksOfRun(cell, dataset, run) : picksOfData(cell, dataset);
    const title = run ? `#${cell.of}: test clips and what the network took them for` : `#${cell.of}: ${dataset.name}`;
    const config = run?.config.data ?? dataConfig(source.opened.cells, cell.of);
    const forms = clipForms(cell.streams, cell.augmented, config, run?.config.seed ?? USUAL_SEED);
    const payload = skeletonPayload(title, dataset, picks, forms);
    if (!run || !cell.probabilities) return payload;
    const shares = await stepProbabilities(run, dataset, picks, source.stop);
    const clips = payload.clips.map((clip, i) =>
      // Augmented clips are not what the network was asked about.
      i % forms.length < cell.streams.length ? { ...clip, probabilities: shares[Math.floor(i / forms.length)]! } : clip,
    );
    return { ...payload, clips };
  },
  check: checkSkeleton,
  output: skeletonOutput,
});

/** Of a data cell, which has no seed. */
const USUAL_SEED = 1;

function dataConfig(cells: readonly ResolvedCell[], id: string): DataConfig {
  const cell = cells.find((one) => one.id === id);
  if (cell?.kind === "data") return cell.config;
  throw new Error(`#${id} is no data cell`);
}

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
