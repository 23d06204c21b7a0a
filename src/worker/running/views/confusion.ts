import { MIME } from "../../../common/ids";
import type { ResolvedConfusion } from "../../../notebook/resolve";
import { toText } from "../../../figures/table";
import { count } from "../../words";
import { mistakesTable } from "../resultTables";
import { codeVersion } from "../../version";
import type { RunsView } from "./view";

/** Names in the list of mistakes are cut so that a terminal of 80 columns holds it. */
const WIDEST_NAME = 32;

/** The confusion of all test evaluations of some runs: interactive, as a picture, and its mistakes in words. */
export const confusionView: RunsView<ResolvedConfusion> = {
  kept: false,
  async output(cell, groups, { name: notebook }) {
    // With them comes vega, which nothing else needs.
    const { confusionPayload, confusionSpec } = await import("../../../figures/confusion");
    const { renderSvg } = await import("../../../figures/svg");
    const { provenanceElement } = await import("../../../figures/provenance");
    const { runs } = groups[0]!;
    const title = `#${cell.of}: true against predicted classes, test split, ${count(runs.length, "run")}`;
    const payload = confusionPayload(
      title,
      runs[0]!.result.classes,
      runs.map(({ result }) => result.test),
    );
    const metadata = provenanceElement({
      version: codeVersion(),
      notebook,
      cell: cell.id,
      figure: "confusion",
      runs: runs.map(({ spec, config }) => ({
        runId: spec.runId,
        seed: config.seed,
        configHash: spec.configHash,
        dataHash: spec.dataHash,
      })),
    });
    const mistakes = mistakesTable(runs);
    return {
      [MIME.confusion]: JSON.stringify(payload),
      "image/svg+xml": await renderSvg(confusionSpec(payload), { title, idPrefix: `confusion-${cell.id}`, metadata }),
      "text/plain": `${title}\n\n${mistakes ? toText(mistakes, WIDEST_NAME) : "No test clip was mistaken.\n"}`,
    };
  },
};
