import { MIME } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import { checkQuery, type QueryPayload, type RankedSentence } from "../../../common/payloads/query";
import { checkSkeleton } from "../../../common/payloads/skeleton";
import type { CellOutput } from "../../../common/wire/worker";
import { filmStrip } from "../../../figures/filmStrip";
import { levelWords } from "../../../figures/languageTable";
import { toText, type Table } from "../../../figures/table";
import type { ResolvedQuery } from "../../../notebook/resolve";
import { count } from "../../words";
import { sentenceOutput } from "../outputs/forms";
import { queryPayload } from "./queryRanks";
import { keptView } from "./view";

/** Test clips of the first seed's run, ranked by typed sentences. */
export const queryView = keptView<ResolvedQuery, QueryPayload>({
  kept: true,
  seeds: "first",
  quick: () => false,
  purpose: "to rank its clips by a sentence",
  facts: ({ sentences, count }) => ({ sentences, count }),
  make: (cell, groups, source) => queryPayload(cell, groups[0]!.runs[0]!, source),
  check: checkQuery,
  output: queryOutput,
});

/** The first clips in motion, as a strip of poses, and the ranks in words. */
function queryOutput(payload: QueryPayload): CellOutput {
  const motion = checkSkeleton(payload.motion);
  if (!motion.ok) return sentenceOutput(`These clips cannot be shown: ${motion.reason}.`);
  return {
    [MIME.skeleton]: JSON.stringify(payload.motion),
    "image/svg+xml": filmStrip(motion.payload),
    "text/plain": queryInWords(payload),
  };
}

export function queryInWords({ title, level, encoder, clips, sentences }: QueryPayload): string {
  const about = `${count(clips, "test clip")}, by cosine to the sentence. Trained with ${levelWords({ level })}; encoder: ${printable(encoder)}.`;
  const lists = sentences.map((one) => `“${printable(one.text)}”\n\n${toText(rankTable(one))}`);
  return [printable(title), about, ...lists].join("\n\n");
}

function rankTable({ ranked }: RankedSentence): Table {
  return {
    columns: [
      { title: "No.", align: "right" },
      { title: "Cosine", align: "right", digits: 3 },
      { title: "Clip" },
      { title: "Class" },
      { title: "Trained on" },
    ],
    rows: ranked.map(({ id, label, cosine, unseen }, at) => [at + 1, cosine, id, label, unseen ? "unseen" : "seen"]),
  };
}
