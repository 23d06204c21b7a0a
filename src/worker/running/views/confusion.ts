import { MIME } from "../../../common/ids";
import type { CellOutput } from "../../../common/wire/worker";
import type { ResolvedConfusion } from "../../../notebook/resolve";
import type { RunProvenance } from "../../../figures/provenance";
import type { renderSvg } from "../../../figures/svg";
import { toText } from "../../../figures/table";
import { count } from "../../words";
import { provenanceOf } from "../birthCertificate";
import type { RunGroup } from "../figures/source";
import type { OpenedNotebook } from "../openNotebook";
import { stillPicture } from "../outputs/stillPicture";
import { mistakesTable } from "../resultTables";
import { changeInWords } from "./confusionChange";
import { comparedClips, testClipsIfThere } from "./testClips";
import type { RunsView } from "./view";

/** Names in the list of mistakes are cut so that a terminal of 80 columns holds it. */
const WIDEST_NAME = 32;

/**
 * The confusion of all test evaluations of some runs, or how it differs from that of another cell's: interactive, as a picture, and in
 * words.
 */
export const confusionView: RunsView<ResolvedConfusion> = {
  kept: false,
  async output(cell, groups, opened) {
    const [own, other] = groups as [RunGroup, RunGroup?];
    return other ? await difference(cell, own, other, opened) : await matrix(cell, own, opened);
  },
};

async function matrix(cell: ResolvedConfusion, { runs }: RunGroup, opened: OpenedNotebook): Promise<CellOutput> {
  // With them comes vega, which nothing else needs.
  const { confusionPayload, confusionSpec } = await import("../../../figures/confusion");
  const title = `#${cell.of}: true against predicted classes, test split, ${count(runs.length, "run")}`;
  const payload = confusionPayload(title, runs[0]!.result.classes, testsOf(runs), {
    cell: cell.of,
    judged: testClipsIfThere(runs),
  });
  const mistakes = mistakesTable(runs);
  return {
    [MIME.confusion]: JSON.stringify(payload),
    "image/svg+xml": await picture(cell, confusionSpec(payload), title, runs, opened),
    "text/plain": `${title}\n\n${mistakes ? toText(mistakes, WIDEST_NAME) : "No test clip was mistaken.\n"}`,
  };
}

async function difference(
  cell: ResolvedConfusion,
  own: RunGroup,
  other: RunGroup,
  opened: OpenedNotebook,
): Promise<CellOutput> {
  const [judged, othersJudged] = comparedClips(cell.id, own, other);
  const { confusionPayload } = await import("../../../figures/confusion");
  const { confusionChangeSpec, isDifference } = await import("../../../figures/confusionChange");
  const title = `#${own.id} minus #${other.id}: what changed, test split, ${count(own.runs.length, "run")} and ${other.runs.length}`;
  const payload = confusionPayload(title, own.runs[0]!.result.classes, testsOf(own.runs), {
    cell: own.id,
    judged,
    minus: { cell: other.id, evaluations: testsOf(other.runs), judged: othersJudged },
  });
  if (!isDifference(payload)) throw new TypeError("a difference takes something away");
  return {
    [MIME.confusion]: JSON.stringify(payload),
    "image/svg+xml": await picture(cell, confusionChangeSpec(payload), title, [...own.runs, ...other.runs], opened),
    "text/plain": `${title}\n\n${changeInWords(payload, WIDEST_NAME)}`,
  };
}

function testsOf(runs: RunGroup["runs"]) {
  return runs.map(({ result }) => result.test);
}

async function picture(
  cell: ResolvedConfusion,
  spec: Parameters<typeof renderSvg>[0],
  title: string,
  runs: RunGroup["runs"],
  { name: notebook }: OpenedNotebook,
): Promise<string> {
  return await confusionPicture(cell.id, spec, title, provenanceOf(runs.map((run) => run.spec)), notebook);
}

/** A confusion as a still picture that says which runs it shows. */
export async function confusionPicture(
  cell: string,
  spec: Parameters<typeof renderSvg>[0],
  title: string,
  runs: readonly RunProvenance[],
  notebook: string,
): Promise<string> {
  return await stillPicture(spec, { figure: "confusion", title, cell, notebook, runs });
}
