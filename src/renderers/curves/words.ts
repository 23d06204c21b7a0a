import type { CurveMeasure, CurvePart, CurvesPayload } from "../../common/payloads/curves";
import { printable } from "../../common/payloads/printable";
import type { Reading } from "./picture";

export const MEASURE_WORDS: Record<CurveMeasure, string> = {
  accuracy: "top-1 accuracy (%)",
  loss: "loss",
  rate: "learning rate",
  gradient: "gradient norm",
  speed: "clips per second",
  align: "alignment loss",
  match: "matching loss",
};

export const PART_WORDS: Record<CurvePart | "both", string> = {
  validation: "validation clips",
  training: "training clips",
  both: "both (training dotted)",
};

export function nameOf({ cells }: CurvesPayload, cell: number): string {
  return `#${printable(cells[cell]!.name)}`;
}

/** "91.2 ± 0.4", "0.0312". */
export function valueWords(measure: CurveMeasure, value: number, deviation: number | null): string {
  const write = (one: number): string => {
    if (measure === "accuracy") return (100 * one).toFixed(1);
    const size = Math.abs(one);
    return size !== 0 && (size < 1e-3 || size >= 1e5) ? one.toExponential(2) : String(Number(one.toPrecision(4)));
  };
  return deviation === null ? write(value) : `${write(value)} ± ${write(deviation)}`;
}

/** What is read at an epoch, as one sentence for screen readers. */
export function readingSentence(payload: CurvesPayload, measure: CurveMeasure, { epoch, entries }: Reading): string {
  const parts = entries.map(
    ({ cell, curve, value, deviation }) =>
      `${nameOf(payload, cell)} ${curve.part} ${valueWords(measure, value, deviation)}`,
  );
  return `${MEASURE_WORDS[measure]}, epoch ${epoch}: ${parts.join("; ")}.`;
}
