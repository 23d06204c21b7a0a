import { MIME } from "../../../common/ids";
import type { CellOutput } from "../../../common/wire/worker";
import { toText } from "../../../figures/table";
import { count } from "../../words";
import type { FinishedRun } from "../../running/plan";
import { mistakesTable } from "../../running/resultTables";
import { codeVersion } from "../../version";

/** The confusion of all test evaluations of some runs: interactive, as a picture, and its mistakes in words. */
export async function confusionOutput(
  view: { readonly id: string; readonly of: string },
  notebook: string,
  runs: readonly Pick<FinishedRun, "config" | "result" | "spec" | "folder">[],
): Promise<CellOutput> {
  // With them comes vega, which nothing else needs.
  const { confusionPayload, confusionSpec } = await import("../../../figures/confusion");
  const { renderSvg } = await import("../../../figures/svg");
  const { provenanceElement } = await import("../../../figures/provenance");
  const { classes } = runs[0]!.result;
  const title = `#${view.of}: true against predicted classes, test split, ${count(runs.length, "run")}`;
  const payload = confusionPayload(
    title,
    classes,
    runs.map(({ result }) => result.test),
  );
  const metadata = provenanceElement({
    version: codeVersion(),
    notebook,
    cell: view.id,
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
    "image/svg+xml": await renderSvg(confusionSpec(payload), { title, idPrefix: `confusion-${view.id}`, metadata }),
    "text/plain": `${title}\n\n${mistakes ? toText(mistakes) : "No test clip was mistaken.\n"}`,
  };
}
