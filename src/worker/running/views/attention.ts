import { MIME } from "../../../common/ids";
import { checkAttention, type AttentionPayload } from "../../../common/payloads/attention";
import type { CellOutput } from "../../../common/wire/worker";
import { attentionStrip } from "../../../figures/attentionStrip";
import type { ResolvedAttention } from "../../../notebook/resolve";
import { checkComparable } from "../../attention/comparableRuns";
import { attentionPayload } from "../../attention/payload";
import { subjectsOf } from "../../attention/subjects";
import { watching } from "../../attention/watchedRun";
import { attentionInWords } from "../../attention/words";
import { dataBehind } from "../figures/source";
import { sentenceOutput } from "../outputs/forms";
import { keptView } from "./view";

/** What the network of a train cell's first seed attends to on test clips, or how it differs there from another cell's. */
export const attentionView = keptView<ResolvedAttention, AttentionPayload>({
  kept: true,
  seeds: "first",
  quick: () => false,
  purpose: "to see what its network attends to",
  facts: ({ of, minus, clips, count, classes }) => ({ of, minus, clips, count: clips ? null : count, classes }),
  async make(cell, groups, source) {
    const runs = groups.map((group) => group.runs[0]!);
    const [run, other] = runs;
    if (other) checkComparable(cell.id, run!, other);
    const dataset = await source.dataset(dataBehind(source.opened.cells, cell.of));
    return await watching(runs, dataset, source.stop, async (watched) => {
      const title = `#${cell.of}${other ? ` minus #${other.cell}` : ""}: what the network attends to on test clips`;
      return attentionPayload(cell.id, title, watched[0]!, await subjectsOf(cell, dataset, watched));
    });
  },
  check: checkAttention,
  output: attentionOutput,
});

function attentionOutput(payload: AttentionPayload): CellOutput {
  const decoded = checkAttention(payload);
  if (!decoded.ok) return sentenceOutput(`These maps cannot be shown: ${decoded.reason}.`);
  return {
    [MIME.attention]: JSON.stringify(payload),
    "image/svg+xml": attentionStrip(decoded.payload),
    "text/plain": attentionInWords(decoded.payload),
  };
}
