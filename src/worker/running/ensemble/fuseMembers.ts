import { HglError } from "../../../common/errors";
import type { Evaluation } from "../../../common/runRecord";
import type { AlignedScores, TestedClips } from "../../../model/evaluation/alignScores";
import { fitWeights, fuse } from "../../../model/evaluation/ensemble";
import { fixedWeight, memberSets } from "../../../model/evaluation/ensembleRows";
import { argmax, evaluate } from "../../../model/evaluation/metrics";
import type { ResolvedEnsemble } from "../../../notebook/resolve";
import { readScores } from "../../store/scores";
import { aligned, refused, type Member, type Members } from "./members";

/** A row of the table: some members fused, once for each seed. */
export interface FusedRow {
  /** "2 streams"; a member's name where it stands alone. */
  readonly name: string;
  readonly members: readonly number[];
  /** One list for each fusion, in the order of `members`; they add up to 1. */
  readonly weights: readonly (readonly number[])[];
  readonly evaluations: readonly Evaluation[];
  /** Validation accuracy of each fusion, a share; null where a member was not scored on validation clips. */
  readonly validation: readonly number[] | null;
}

export interface Fused {
  /** The last row holds all members. */
  readonly rows: readonly FusedRow[];
  /** Predicted classes of the last row, one list of clips for each fusion. */
  readonly predictions: readonly Int16Array[];
  /** By fusion; null where a member has no validation scores. */
  readonly validation: readonly Validation[] | null;
}

/** Validation scores of the members in one fusion. */
export interface Validation {
  readonly tested: TestedClips;
  readonly scores: readonly AlignedScores[];
}

/**
 * Fuses members as their cell says. Weights are fitted on validation scores alone; on test scores nothing is.
 * @throws HglError "cell" for a member without the stream or the validation scores that the weights need, "data", "store"
 */
export function fuseMembers(cell: ResolvedEnsemble, all: Members): Fused {
  const { members, fusions } = all;
  const validation = validationOf(cell, all);
  const sets = memberSets(members.map(({ stream }) => stream));
  let predictions: Int16Array[] = [];
  const rows = sets.flatMap((set): FusedRow[] => {
    const given = set.members.map((member) => givenWeight(cell, members[member]!, member));
    const alone = set.members.length === 1;
    // Where the cell gives none of them any weight, there is nothing to fuse.
    if (!alone && given.every((weight) => weight === 0)) return [];
    // One run alone has no spread, however often it takes part.
    const times = alone ? members[set.members[0]!]!.test.length : fusions;
    const each = Array.from({ length: times }, (_, fusion) => {
      const held = validation?.[fusion];
      const heldScores = held && set.members.map((member) => held.scores[member]!);
      const fitted = cell.weights === "fitted" && !alone;
      const weights = alone
        ? [1]
        : fitted
          ? fitWeights({ partition: "validation", streams: heldScores!, labels: held!.tested.labels })
          : shares(given);
      const test = set.members.map((member) => ofFusion(members[member]!.test, fusion));
      const logits = fusedLogits(test, weights);
      return {
        weights,
        logits,
        evaluation: evaluate(logits, all.labels, all.classes, "test"),
        validation: held
          ? evaluate(fusedLogits(heldScores!, weights), held.tested.labels, all.classes, "validation").top1
          : null,
      };
    });
    predictions = each.map(({ logits }) => predictedOf(logits, all));
    return [
      {
        name: set.name ?? members[set.members[0]!]!.name,
        members: set.members,
        weights: each.map(({ weights }) => weights),
        evaluations: each.map(({ evaluation }) => evaluation),
        validation: validation ? each.map((one) => one.validation!) : null,
      },
    ];
  });
  return { rows, predictions, validation };
}

/** A member without seeds of its own takes part in every fusion. */
function ofFusion<T>(each: readonly T[], fusion: number): T {
  return each[fusion] ?? each[0]!;
}

/** The smallest number that float32 keeps exactly. */
const SMALLEST = 2 ** -126;

/** Logarithms of the fused probabilities, which are their own logits. */
function fusedLogits(scores: readonly AlignedScores[], weights: readonly number[]): Float32Array {
  return Float32Array.from(fuse(scores, weights), (share) => Math.log(Math.max(share, SMALLEST)));
}

function givenWeight(cell: ResolvedEnsemble, { name, stream }: Member, at: number): number {
  if (Array.isArray(cell.weights)) return cell.weights[at]!;
  if (cell.weights !== "fixed") return 1;
  if (stream !== null) return fixedWeight(stream);
  throw refused(cell, `${name} has no stream, so it has no fixed weight`, "name the members' streams under `streams`");
}

function shares(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function predictedOf(logits: Float32Array, { clips, classes }: Members): Int16Array {
  return Int16Array.from(clips, (_, clip) => argmax(logits.subarray(clip * classes, (clip + 1) * classes)));
}

/** Validation scores, seed by seed; null where a member has none or they are of other clips, which only fitting cannot do without. */
function validationOf(cell: ResolvedEnsemble, { members, fusions }: Members): readonly Validation[] | null {
  const without = members.find(({ runs }) => runs === null || runs.some(({ result }) => result.validation === null));
  if (without) {
    if (cell.weights !== "fitted") return null;
    const what = `${without.name} has no validation scores, so no weights can be fitted`;
    throw refused(cell, what, "hold validation clips out in its data cell, or choose other weights");
  }
  try {
    return Array.from({ length: fusions }, (_, fusion) => {
      const runs = members.map((member) => ofFusion(member.runs!, fusion));
      const tested = readScores(runs[0]!.folder.scoresPath, "validation");
      return { tested, scores: runs.map((run) => aligned(run, "validation", tested)) };
    });
  } catch (error) {
    if (cell.weights === "fitted" || !(error instanceof HglError)) throw error;
    return null;
  }
}
