import { MIME } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import type { SkeletonPayload } from "../../../common/payloads/skeleton";
import type { CellOutput } from "../../../common/wire/worker";
import { filmStrip } from "../../../figures/filmStrip";
import { count } from "../../words";

/** Clips in motion, as a strip of poses, and in words. */
export function skeletonOutput(payload: SkeletonPayload): CellOutput {
  const lines = payload.clips.map(({ id, label, predicted, frames }) => {
    const taken =
      predicted === null ? "" : predicted === label ? ", recognised" : `, taken for ${printable(predicted)}`;
    return `${printable(id)}: ${printable(label)}${taken} (${count(frames, "frame")})`;
  });
  return {
    [MIME.skeleton]: JSON.stringify(payload),
    "image/svg+xml": filmStrip(payload),
    "text/plain": `${printable(payload.title)}\n\n${lines.join("\n")}\n`,
  };
}
