import { MIME } from "../../../common/ids";
import type { FusionPayload } from "../../../common/payloads/fusion";
import { topConfusedPairs } from "../../../common/payloads/confusionOrder";
import type { CellOutput } from "../../../common/wire/worker";
import { spreadOf } from "../../../figures/statistics";
import { toText, type Table } from "../../../figures/table";
import { count } from "../../words";
import type { EnsembleFacts } from "../ensemble/ensembleCell";
import { confusionPicture } from "../views/confusion";
import { note, tables } from "./forms";

/** Mistakes told in words. */
const MOST_MISTAKES = 5;
/** Names in the list of mistakes are cut so that a terminal of 80 columns holds it. */
const WIDEST_NAME = 32;

const WEIGHTS = {
  fixed: "Fixed weights by stream",
  equal: "Equal weights",
  fitted: "Weights fitted on validation clips, where their accuracies flatter",
  given: "Weights as the cell gives them",
} as const;

/**
 * What an ensemble cell shows: a row for each member and fusion, what other weights would be worth on validation clips, and the confusion of all
 * members together.
 */
export async function ensembleOutputs(facts: EnsembleFacts): Promise<CellOutput[]> {
  const { fusion } = facts;
  const table = tables([ensembleTable(facts)], warningsOf(facts).map(note));
  // One member has nothing to weigh.
  const weights = fusion.members.length > 1 ? [fusionOutput(fusion)] : [];
  return [table, ...weights, await confusionOutput(facts)];
}

function fusionOutput(fusion: FusionPayload): CellOutput {
  const shares = fusion.members.map(({ name }, i) => `${name} ${fusion.weights[i]!.toFixed(2)}`).join(", ");
  return { [MIME.fusion]: JSON.stringify(fusion), "text/plain": `${fusion.title}: ${shares}\n` };
}

export function ensembleTable({ members, rows, weights, clips }: EnsembleFacts): Table {
  const fusions = rows.at(-1)!.top1.length;
  const validated = rows.some(({ validation }) => validation !== null);
  const share = { align: "right", digits: 2, times: 100 } as const;
  const over = fusions > 1 ? `mean ± standard deviation over ${count(fusions, "fusion")}, seed by seed` : "one fusion";
  return {
    columns: [
      { title: "Fused" },
      { title: "Members", align: "left" },
      { title: "Weights", align: "left" },
      { title: "Top-1 (%)", ...share },
      { title: "Top-5 (%)", ...share },
      ...(validated ? [{ title: "Validation (%)", ...share }] : []),
    ],
    rows: rows.map((row) => {
      const alone = row.members.length === 1;
      const named = row.members.map((member) => members[member]!);
      return [
        row.name,
        alone ? named[0]!.stream : memberText(named),
        alone
          ? null
          : meansOf(row.weights)
              .map((weight) => weight.toFixed(2))
              .join(" "),
        spreadOf(row.top1),
        spreadOf(row.top5),
        ...(validated ? [row.validation && spreadOf(row.validation)] : []),
      ];
    }),
    note: `${count(clips, "test clip")}; ${over}. ${WEIGHTS[weights]}; a fusion is the weighted mean of probabilities.`,
  };
}

/** "J+B+KM", or names where one has no stream. */
function memberText(members: EnsembleFacts["members"]): string {
  return members.every(({ stream }) => stream !== null)
    ? members.map(({ stream }) => stream).join("+")
    : members.map(({ name }) => name).join(", ");
}

function meansOf(weights: readonly (readonly number[])[]): readonly number[] {
  return weights[0]!.map((_, at) => weights.reduce((sum, own) => sum + own[at]!, 0) / weights.length);
}

/** What a reader of the numbers must know. */
export function warningsOf({ members }: EnsembleFacts): readonly string[] {
  return members.flatMap(({ name, by }) =>
    by === "order"
      ? [`${name} names neither clips nor labels: its rows are taken in the order of the other members' test clips`]
      : [],
  );
}

async function confusionOutput({ cell, confusion, runs, notebook }: EnsembleFacts): Promise<CellOutput> {
  // With it comes vega, which nothing else needs.
  const { confusionSpec } = await import("../../../figures/confusion");
  const { title, classes, counts } = confusion;
  const mistakes: Table = {
    columns: [{ title: "True" }, { title: "Predicted" }, { title: "Clips", align: "right" }],
    rows: topConfusedPairs(counts, MOST_MISTAKES).map((pair) => [
      classes[pair.truth]!,
      classes[pair.predicted]!,
      pair.count,
    ]),
  };
  return {
    [MIME.confusion]: JSON.stringify(confusion),
    "image/svg+xml": await confusionPicture(cell, confusionSpec(confusion), title, runs, notebook),
    "text/plain": `${title}\n\n${mistakes.rows.length > 0 ? toText(mistakes, WIDEST_NAME) : "No test clip was mistaken.\n"}`,
  };
}
