import { HglError } from "../common/errors";
import type { DecodedAttention, DecodedMap } from "../common/payloads/attention";
import { printable } from "../common/payloads/printable";
import { blocksOf, mapsOf, shortNumber, subjectNotes, valueAt } from "./attentionMaps";
import { ratioScale, signedScale, type Matrix } from "./matrix";
import { drawPanels, type Panel, type Panels, type Tick } from "./panels";
import { themeFor, type Theme } from "./theme";

export interface TemporalAttentionOptions {
  readonly width: number;
  readonly theme?: Theme;
  /** From 1; the first, the middle and the last. */
  readonly blocks?: readonly number[] | undefined;
}

/**
 * The attention over frames of a payload's first subject: a column for each block, a row for each head, frames told as those of the input
 * window. Weights are multiples of an even spread, since a block of 64 frames has a quarter of the weight for each that one of 16 has.
 *
 * @throws HglError "cell" for a block that the network does not have, or a network without attention over frames
 */
export function temporalAttention(payload: DecodedAttention, options: TemporalAttentionOptions): string {
  const { width, theme = themeFor() } = options;
  const subject = payload.subjects[0]!;
  const blocks = blocksOf(payload, options.blocks);
  const maps = blocks.map((block) => mapsOf(subject, "gta", block, 0));
  const heads = [...new Set(maps.flatMap((own) => own.map(({ part }) => part)))];
  if (heads.length === 0)
    throw new HglError({
      code: "cell",
      what: "the network has no attention over frames",
      next: "draw the figure of a network with `dht: both` or `dht: gta`",
    });
  const matrices = heads.map((head) => maps.map((own) => spreadOf(own.find(({ part }) => part === head))));
  const all = matrices.flat().flatMap((matrix) => matrix ?? []);
  const panels: Panels = {
    title: printable(payload.title),
    columns: blocks.map((block) => printable(payload.blocks[block]!.name)),
    rows: heads.map((head, row) => ({
      name: printable(head),
      panels: matrices[row]!.map((matrix) => panelOf(matrix, payload.window)),
    })),
    scale: subject.signed ? signedScale(all) : ratioScale(all),
    words: shortNumber,
    notes: [
      "Attention weight in multiples of an even spread. Row: the frame that gathers; column: the one it gathers from; frames of the input.".split(
        " ",
      ),
      ...subjectNotes(subject),
    ],
  };
  return drawPanels(panels, width, theme);
}

function spreadOf(map: DecodedMap | undefined): Matrix | null {
  if (!map) return null;
  const values = Float64Array.from(map.codes, (_, at) => valueAt(map, at) * map.columns);
  return { rows: map.rows, columns: map.columns, values };
}

/** Ticks at the first frame, the middle and the last, whatever a block's own frames are. */
function panelOf(matrix: Matrix | null, window: number): Panel {
  const ticks = (cells: number): Tick[] => [
    { at: 0, text: "1", end: "start" },
    { at: cells / 2, text: String(Math.round(window / 2)) },
    { at: cells, text: String(window), end: "end" },
  ];
  return { matrix, ticks: { down: ticks(matrix?.rows ?? 1), across: ticks(matrix?.columns ?? 1) } };
}
