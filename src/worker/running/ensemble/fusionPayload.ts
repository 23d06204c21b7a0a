import { encodeBase64, int16Bytes } from "../../../common/payloads/base64";
import {
  MOST_PROBABILITIES,
  type FusionPayload,
  type FusionScores,
  type FusionValidation,
} from "../../../common/payloads/fusion";
import { fuse } from "../../../model/evaluation/ensemble";
import { fixedWeight } from "../../../model/evaluation/ensembleRows";
import type { ResolvedEnsemble } from "../../../notebook/resolve";
import type { FusedRow, Validation } from "./fuseMembers";
import type { Members } from "./members";

/** What the fusion view of a cell shows. @param row of all members */
export function fusionPayload(
  cell: ResolvedEnsemble,
  { members, classes }: Members,
  row: FusedRow,
  validation: readonly Validation[] | null,
): FusionPayload {
  return {
    kind: "fusion",
    version: 1,
    title: `#${cell.id}: weights of the members, on validation clips`,
    cell: cell.id,
    members: members.map(({ name, stream }) => ({ name, stream, fixed: stream && fixedWeight(stream) })),
    weights: members.map((_, member) => meanWeight(row, member)),
    validation: validation && scoresOf(validation, classes, members.length),
  };
}

/** A member that takes no part weighs nothing. */
function meanWeight({ members, weights }: FusedRow, member: number): number {
  const at = members.indexOf(member);
  return at < 0 ? 0 : weights.reduce((sum, own) => sum + own[at]!, 0) / weights.length;
}

/** All clips, or every so-manyth where they would be more than a view may be given. */
function scoresOf(validation: readonly Validation[], classes: number, members: number): FusionValidation | null {
  // Runs of other seeds may hold out as many clips, and do not where a person has more of them.
  const clips = Math.min(...validation.map(({ tested }) => tested.clips.length));
  if (clips === 0) return null;
  const room = Math.floor(MOST_PROBABILITIES / (validation.length * members * classes));
  if (room === 0) return null;
  const every = Math.ceil(clips / room);
  const told = Math.floor((clips - 1) / every) + 1;
  return { classes, clips, told, fusions: validation.map((one) => fusionScores(one, classes, told, every)) };
}

function fusionScores({ tested, scores }: Validation, classes: number, told: number, every: number): FusionScores {
  const clips = Array.from({ length: told }, (_, clip) => clip * every);
  return {
    labels: encodeBase64(int16Bytes(clips.map((clip) => tested.labels[clip]!))),
    probabilities: scores.map((member) => {
      const shares = fuse([member], [1]);
      const kept = clips.flatMap((clip) => [...shares.subarray(clip * classes, (clip + 1) * classes)]);
      return encodeBase64(int16Bytes(kept.map((share) => Math.round(share * 65535))));
    }),
  };
}
