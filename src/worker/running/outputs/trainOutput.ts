import { MIME } from "../../../common/ids";
import type { RunView, TrainingPayload } from "../../../common/payloads/training";
import type { CellOutput } from "../../../common/wire/worker";
import { toText } from "../../../figures/table";
import { clock, count, percent } from "../../words";
import type { FinishedRun } from "../plan";
import { resultTables } from "../resultTables";
import { tables } from "./forms";

/** What a train cell shows: the training view, and below it the results of the runs that have ended. */
export function trainOutputs(
  cell: string,
  runs: readonly RunView[],
  finished: readonly Pick<FinishedRun, "config" | "result">[],
): CellOutput[] {
  const payload: TrainingPayload = { kind: "training", version: 1, cell, runs };
  const training = { [MIME.training]: JSON.stringify(payload), "text/plain": inWords(runs) };
  return finished.length === 0 ? [training] : [training, resultsOutput(cell, finished, runs.length)];
}

function resultsOutput(
  cell: string,
  finished: readonly Pick<FinishedRun, "config" | "result">[],
  seeds: number,
): CellOutput {
  const line = `${finished.length} of ${count(seeds, "run")} finished so far.`;
  return tables(resultTables(cell, finished), finished.length < seeds ? [{ markdown: line, text: line }] : []);
}

/** The runs of a cell as plain text. */
export function inWords(runs: readonly RunView[]): string {
  const named = runs.some(({ name }) => name !== null);
  const table = {
    columns: [
      ...(named ? [{ title: "Variant" }] : []),
      { title: "Seed", align: "right" as const },
      { title: "Run" },
      { title: "State" },
      { title: "Epoch", align: "right" as const },
      { title: "Trained", align: "right" as const },
      { title: "Test", align: "right" as const },
    ],
    rows: runs.map((run) => [
      ...(named ? [run.name] : []),
      String(run.seed),
      run.runId,
      run.state,
      `${run.epoch}/${run.epochs}`,
      clock(run.seconds),
      run.test === null ? null : `${percent(run.test)}${run.testOf === "seen" ? " (seen classes)" : ""}`,
    ]),
  };
  return toText(table);
}
