import { dirname } from "node:path";
import { dateWords } from "../../figures/export/input";
import type { ReportInput, ReportModel, ReportRun } from "../../figures/report";
import type { HglCell } from "../../notebook/notebook";
import type { ResolvedCell } from "../../notebook/resolve";
import { makeFolder, writeFileAtomic } from "../store/atomicFile";
import { codeVersion } from "../version";
import type { OpenedNotebook } from "./openNotebook";
import type { FinishedRun } from "./plan";
import { rendererScript } from "./rendererScripts";
import { testClipsIfThere } from "./views/testClips";

/** Writes the report of what has just been run, or was found finished. */
export async function writeReport(
  file: string,
  opened: OpenedNotebook,
  cells: readonly ResolvedCell[],
  runs: readonly FinishedRun[],
): Promise<void> {
  const { renderReport } = await import("../../figures/report");
  makeFolder(dirname(file));
  writeFileAtomic(file, await renderReport(await reportInput(opened, cells, runs)));
}

export async function reportInput(
  opened: OpenedNotebook,
  cells: readonly ResolvedCell[],
  runs: readonly FinishedRun[],
): Promise<ReportInput> {
  const { notebook, name } = opened;
  const written = cells.toSorted((a, b) => a.index - b.index);
  return {
    title: notebook.frontMatter?.title ?? name,
    notebook: name,
    generatedAt: dateWords(Date.now()),
    cells: written.map(({ id, kind, index }) => ({
      id,
      kind,
      text: (notebook.cells[index] as HglCell).text,
      runIds: runs.filter(({ cell }) => cell === id).map(({ folder }) => folder.id),
    })),
    runs: runs.map(({ folder, config, result, spec }) => ({
      runId: folder.id,
      config,
      ...judgedBy({ folder, config, spec }),
      events: folder.events(),
      result,
      dataHash: spec.dataHash,
      configHash: spec.configHash,
    })),
    version: codeVersion(),
    models: await modelTables(runs),
    confusionScript: rendererScript("confusion"),
  };
}

function judgedBy(run: Pick<FinishedRun, "folder" | "config" | "spec">): Pick<ReportRun, "judged"> {
  const judged = testClipsIfThere([run]);
  return judged ? { judged } : {};
}

async function modelTables(runs: readonly FinishedRun[]): Promise<ReportModel[]> {
  const { summarise } = await import("../../model/network/summary");
  const { layoutFrom } = await import("../../model/skeleton/layoutText");
  const firstOfCell = new Map(runs.toReversed().map((run) => [run.cell, run]));
  return [...firstOfCell].reverse().map(([cell, { config, spec }]) => {
    const { rows } = summarise(config.model, layoutFrom(spec.layout), spec.classes.length, config.data.window);
    return {
      cell,
      rows: rows
        .filter(({ parameters, macs }) => parameters + macs > 0)
        .map(({ name, output, parameters, macs }) => ({ name, output, parameters, multiplyAdds: macs })),
    };
  });
}
