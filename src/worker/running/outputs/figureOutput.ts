import { MIME } from "../../../common/ids";
import type { FigurePayload } from "../../../common/payloads/figure";
import type { CellOutput } from "../../../common/wire/worker";
import { count } from "../../words";
import { note } from "./forms";

/** A figure as it will stand in the paper, with the files that were written. */
export function figureOutput(payload: FigurePayload): CellOutput {
  const { title, width, height, svg, files, warnings } = payload;
  const lines = files.map(({ name, bytes }) => `${name} (${count(Math.ceil(bytes / 1024), "kB", "kB")})`);
  return {
    [MIME.figure]: JSON.stringify(payload),
    "image/svg+xml": svg,
    "text/plain": `${title}, ${width} x ${height} mm\n\n${[...lines, ...warnings.map((one) => note(one).text)].join("\n")}\n`,
  };
}
