import type { DataFormat } from "../common/vocabulary";
import type { AnalysisOptions, Checked } from "./analyse";
import { completeData, formatInWords } from "./cells/data";
import type { CellValues } from "./cells/kinds";
import { completeModel, leastWindow } from "./cells/model";
import type { Finding } from "./findings";

/** The recipe a data cell follows. */
export function dataFormat(value: CellValues["data"], { format }: AnalysisOptions): DataFormat {
  return format && value.format === "auto" ? format(value.source) : formatInWords(value);
}

/** What is wrong between a model's strides and the frames it is given. */
export function windowFinding(
  data: CellValues["data"],
  model: Pick<Checked<"model">, "id" | "value">,
  options: AnalysisOptions,
): Finding | undefined {
  const { window } = completeData(data, dataFormat(data, options));
  const least = leastWindow(completeModel(model.value));
  return window >= least ? undefined : { code: "window-short", window, least, model: model.id };
}
