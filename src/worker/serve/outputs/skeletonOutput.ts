import { MIME } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import type { SkeletonPayload } from "../../../common/payloads/skeleton";
import type { CellOutput } from "../../../common/wire/worker";
import { filmStrip } from "../../../figures/filmStrip";
import { clipInWords } from "../../running/skeletonView";

/** Clips in motion, as a strip of poses, and in words. */
export function skeletonOutput(payload: SkeletonPayload): CellOutput {
  return {
    [MIME.skeleton]: JSON.stringify(payload),
    "image/svg+xml": filmStrip(payload),
    "text/plain": `${printable(payload.title)}\n\n${payload.clips.map(clipInWords).join("\n")}\n`,
  };
}
