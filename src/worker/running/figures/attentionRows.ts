import { HglError } from "../../../common/errors";
import { meanOfHeads, shortened } from "../../attention/payload";
import { sampledClips } from "../../attention/sample";
import { watching } from "../../attention/watchedRun";
import type { FinishedRun } from "../plan";
import { dataBehind, type FigureSource, type RunGroup } from "./source";

/** Of all runs together: what vega holds without effort. */
const MOST_ROWS = 400_000;

export type AttentionRow = {
  readonly cell: string;
  readonly seed: number;
  readonly run: string;
  readonly block: number;
  readonly term: string;
  readonly part: string;
  /** A joint's name, or a frame's number from 1. */
  readonly row: string | number;
  readonly column: string | number;
  readonly value: number;
};

/**
 * The table `attention`: every value of S, D, Q, A and LSE's bones and, on average over heads, of the attention over frames. What depends on a clip
 * is the mean over test clips and the first body.
 *
 * @throws HglError "cell" for more rows than can be drawn, "data", "store"
 */
export async function attentionRows(
  cell: string,
  groups: readonly RunGroup[],
  source: FigureSource,
): Promise<AttentionRow[]> {
  const rows: AttentionRow[] = [];
  for (const { id, runs } of groups) {
    const dataset = await source.dataset(dataBehind(source.opened.cells, id));
    for (const run of runs) {
      const maps = await watching([run], dataset, source.stop, async ([watched]) => {
        return await watched!.meanOf(sampledClips(dataset, run));
      });
      const shown = maps.filter(({ channel, body }) => channel === null && (body === null || body === 0));
      for (const { block, term, part, columns, values } of meanOfHeads(shown).map(shortened)) {
        const name = (at: number) => (term === "gta" ? at + 1 : dataset.layout.joints[at]!);
        const of = { cell: id, seed: run.config.seed, run: run.folder.id, block: block + 1, term, part };
        if (rows.length + values.length > MOST_ROWS) throw tooMany(cell, run);
        values.forEach((value, at) =>
          rows.push({ ...of, row: name(Math.floor(at / columns)), column: name(at % columns), value }),
        );
      }
    }
  }
  return rows;
}

function tooMany(cell: string, { cell: train }: FinishedRun): HglError {
  return new HglError({
    code: "cell",
    where: `#${cell}`,
    what: `the table attention has more than ${MOST_ROWS} rows from #${train} on`,
    next: "draw fewer train cells, or cells with fewer seeds",
  });
}
