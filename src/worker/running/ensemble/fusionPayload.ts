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
import { stratified } from "../../embedding/sample";
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

/** All clips, or of each class its share of them where all would be more than a view may be given. */
function scoresOf(validation: readonly Validation[], classes: number, members: number): FusionValidation | null {
  // Runs of other seeds hold other people out, who may have more clips or fewer.
  const sizes = validation.map(({ tested }) => tested.clips.length);
  const room = Math.floor(MOST_PROBABILITIES / (validation.length * members * classes));
  const told = Math.min(room, ...sizes);
  if (told === 0) return null;
  return {
    classes,
    clips: Math.max(...sizes),
    told,
    fusions: validation.map((one) => fusionScores(one, classes, told)),
  };
}

function fusionScores({ tested, scores }: Validation, classes: number, told: number): FusionScores {
  // Clips are ordered by name, in which the class often changes first: every so-manyth would be of some classes alone.
  const clips = stratified([...tested.clips.keys()], (clip) => tested.labels[clip]!, told);
  return {
    labels: encodeBase64(int16Bytes(clips.map((clip) => tested.labels[clip]!))),
    probabilities: scores.map((member) => {
      const shares = fuse([member], [1]);
      const kept = clips.flatMap((clip) => [...shares.subarray(clip * classes, (clip + 1) * classes)]);
      return encodeBase64(int16Bytes(kept.map((share) => Math.round(share * 65535))));
    }),
  };
}
