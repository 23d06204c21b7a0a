import { MIME } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import { checkSkeleton, type SkeletonPayload } from "../../../common/payloads/skeleton";
import type { CellOutput } from "../../../common/wire/worker";
import { filmStrip } from "../../../figures/filmStrip";
import { clipInWords } from "../../running/skeletonView";
import { sentenceOutput } from "./forms";

/** Clips in motion, as a strip of poses, and in words. */
export function skeletonOutput(payload: SkeletonPayload): CellOutput {
  const motion = checkSkeleton(payload);
  if (!motion.ok) return sentenceOutput(`These clips cannot be shown: ${motion.reason}.`);
  return {
    [MIME.skeleton]: JSON.stringify(payload),
    "image/svg+xml": filmStrip(motion.payload),
    "text/plain": `${printable(payload.title)}\n\n${payload.clips.map(clipInWords).join("\n")}\n`,
  };
}
