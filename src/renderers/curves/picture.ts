import type { Curve, CurveMeasure, CurvePart, CurvesPayload } from "../../common/payloads/curves";
import type { CurveRow, Source } from "./spec";

export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** What the user has chosen to see. */
export interface Choice {
  readonly measure: CurveMeasure;
  readonly part: CurvePart | "both";
  /** Each seed beside the mean. */
  readonly seeds: boolean;
  readonly log: boolean;
  /** Places of cells that are switched off. */
  readonly hidden: ReadonlySet<number>;
  /** Epochs that are shown. */
  readonly zoom: Extent;
}

/** How the lines of a cell look, by its place. */
export type Look = (cell: number) => { readonly colour: string; readonly dash: readonly number[] };

export interface Picture {
  readonly rows: Readonly<Record<Source, readonly CurveRow[]>>;
  /** Of the y axis. */
  readonly values: Extent;
}

/** A curve with the place of its cell. */
export interface Placed {
  readonly cell: number;
  readonly curve: Curve;
}

/** Whether a logarithmic axis suits it: shares and speeds are read from zero. */
export function hasLogAxis(measure: CurveMeasure): boolean {
  return measure !== "accuracy" && measure !== "speed";
}

/** Whether it is measured on validation clips too. */
export function hasParts(measure: CurveMeasure): boolean {
  return measure === "accuracy" || measure === "loss";
}

/** All curves of the choice: means first, then seeds where they are wanted. */
export function chosen({ cells }: CurvesPayload, { measure, part, seeds, hidden }: Choice): Placed[] {
  const wanted = (curve: Curve): boolean =>
    curve.measure === measure && (part === "both" || !hasParts(measure) || curve.part === part);
  const all = cells.flatMap(({ curves }, cell) =>
    hidden.has(cell) ? [] : curves.filter(wanted).map((curve) => ({ cell, curve })),
  );
  return [
    ...all.filter(({ curve }) => curve.seed === null),
    ...all.filter(({ curve }) => curve.seed !== null && seeds),
  ];
}

/** First to last epoch of anything; a single epoch gets room on both sides. */
export function epochsOf({ cells }: CurvesPayload): Extent {
  let [from, to] = [Infinity, -Infinity];
  for (const { epochs } of cells.flatMap(({ curves }) => curves)) {
    from = Math.min(from, epochs[0] ?? Infinity);
    to = Math.max(to, epochs.at(-1) ?? -Infinity);
  }
  if (from > to) return { from: 0, to: 1 };
  return from === to ? { from: from - 1, to: to + 1 } : { from, to };
}

/** Rows and axis of the choice; accuracy is in per cent. Both parts at once: training is drawn with the cell's colour in fine dots. */
export function pictureOf(payload: CurvesPayload, choice: Choice, look: Look): Picture {
  const curves = chosen(payload, choice);
  const times = choice.measure === "accuracy" ? 100 : 1;
  const shows = (value: number): boolean => !choice.log || value > 0;
  const rowsOf = ({ cell, curve }: Placed): CurveRow[] => {
    const { colour, dash } = look(cell);
    const fine = choice.part === "both" && hasParts(choice.measure) && curve.part === "training";
    const line = `${cell} ${curve.part} ${curve.seed ?? ""}`;
    return curve.epochs.flatMap((x, i) => {
      const y = times * curve.values[i]!;
      return shows(y) ? [{ x, y, line, colour, dash: fine ? [1, 3] : dash }] : [];
    });
  };
  const bandOf = ({ cell, curve }: Placed): CurveRow[] => {
    const { low, high, epochs } = curve;
    if (!low || !high) return [];
    return epochs.flatMap((x, i) => {
      const [y, y2] = [times * low[i]!, times * high[i]!];
      return shows(y) ? [{ x, y, y2, line: `${cell} ${curve.part}`, colour: look(cell).colour, dash: [] }] : [];
    });
  };
  const means = curves.filter(({ curve }) => curve.seed === null);
  const rows = {
    bands: means.flatMap(bandOf),
    seeds: curves.filter(({ curve }) => curve.seed !== null).flatMap(rowsOf),
    means: means.flatMap(rowsOf),
    reading: [],
  };
  return { rows, values: valuesWithin([...rows.bands, ...rows.seeds, ...rows.means], choice) };
}

/** The values between the epochs shown, with a little room; the whole of accuracy is 0 to 100. */
function valuesWithin(rows: readonly CurveRow[], { measure, log, zoom }: Choice): Extent {
  let [from, to] = [Infinity, -Infinity];
  for (const { x, y, y2 } of rows) {
    if (x < zoom.from || x > zoom.to) continue;
    from = Math.min(from, y, y2 ?? y);
    to = Math.max(to, y, y2 ?? y);
  }
  if (from > to) return log ? { from: 0.1, to: 1 } : { from: 0, to: 1 };
  if (log) return from === to ? { from: from / 2, to: to * 2 } : { from: from / 1.1, to: to * 1.1 };
  const room = from === to ? Math.max(1e-6, Math.abs(from) * 0.1) : 0.05 * (to - from);
  const bottom = measure === "loss" || from < 0 ? from - room : Math.max(0, from - room);
  return { from: bottom, to: measure === "accuracy" ? Math.min(100, to + room) : to + room };
}

export interface Reading {
  readonly epoch: number;
  readonly entries: readonly (Placed & { readonly value: number; readonly deviation: number | null })[];
}

/** What the means say at the epoch nearest to a place; null where nothing is shown. */
export function readingAt(curves: readonly Placed[], place: number): Reading | null {
  const means = curves.filter(({ curve }) => curve.seed === null);
  let epoch: number | undefined;
  for (const one of means.flatMap(({ curve }) => curve.epochs))
    if (epoch === undefined || Math.abs(one - place) < Math.abs(epoch - place)) epoch = one;
  if (epoch === undefined) return null;
  const at = epoch;
  const entries = means.flatMap(({ cell, curve }) => {
    const i = curve.epochs.indexOf(at);
    if (i < 0) return [];
    const value = curve.values[i]!;
    return [{ cell, curve, value, deviation: curve.high ? curve.high[i]! - value : null }];
  });
  return { epoch: at, entries };
}

/** Closer by `factor` around a place, never closer than two epochs and never beyond the whole. */
export function zoomedAround({ from, to }: Extent, whole: Extent, place: number, factor: number): Extent {
  const length = Math.min(whole.to - whole.from, Math.max(Math.min(2, whole.to - whole.from), (to - from) / factor));
  const share = (Math.min(to, Math.max(from, place)) - from) / Math.max(1e-9, to - from);
  const start = Math.min(whole.to - length, Math.max(whole.from, place - share * length));
  return { from: start, to: start + length };
}

/** Moved by a share of what is shown. */
export function pannedBy({ from, to }: Extent, whole: Extent, share: number): Extent {
  const length = to - from;
  const start = Math.min(whole.to - length, Math.max(whole.from, from + share * length));
  return { from: start, to: start + length };
}
