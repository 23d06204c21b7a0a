import { counted, percent } from "../frame/words";
import type { TreeRow } from "./rows";
import { amount, bytes, milliseconds, shape } from "./words";

export interface Column {
  readonly name: "output" | "parameters" | "macs" | "kept" | "ms";
  readonly title: string;
  /** Null where the row has nothing to say. */
  readonly value: (row: TreeRow) => number | null;
  readonly text: (row: TreeRow) => string;
  /** What a percentage of the whole is of; the whole is the sum, or the largest where nothing is summed. */
  readonly of: string;
}

const COUNTS: readonly Column[] = [
  {
    name: "output",
    title: "Output [M, C, V, T]",
    value: ({ output }) => output?.bytes ?? null,
    text: ({ output }) => (output ? shape(output.shape) : ""),
    of: "of the largest output",
  },
  {
    name: "parameters",
    title: "Parameters",
    value: ({ parameters }) => parameters,
    text: ({ parameters }) => counted(parameters),
    of: "of all parameters",
  },
  {
    name: "macs",
    title: "Multiply-adds",
    value: ({ macs }) => macs,
    text: ({ macs }) => amount(macs),
    of: "of all multiply-adds",
  },
  {
    name: "kept",
    title: "Activations",
    value: ({ kept }) => kept,
    text: ({ kept }) => bytes(kept),
    of: "of all activations kept",
  },
];

const TIME: Column = {
  name: "ms",
  title: "ms",
  value: ({ ms }) => ms,
  text: ({ ms }) => (ms === null ? "" : milliseconds(ms)),
  of: "of the time",
};

/** The columns beside the name. @param timed whether there are times */
export function columnsOf(timed: boolean): readonly Column[] {
  return timed ? [...COUNTS, TIME] : COUNTS;
}

/**
 * How long a row's bar is, in [0, 1], and what its value is of the whole, in words; null where there is nothing to show. The longest bar of a column is that
 * of its largest block, so that blocks and parts can be compared.
 */
export function shareOf(
  { name, value, of }: Column,
  row: TreeRow,
  { rows, total }: { readonly rows: readonly TreeRow[]; readonly total: TreeRow },
): { readonly length: number; readonly words: string } | null {
  const own = value(row);
  const largest = Math.max(0, ...rows.map((one) => value(one) ?? 0));
  if (own === null || largest <= 0) return null;
  const whole = value(total) ?? largest;
  const words = `${name === "output" ? `${bytes(own)}, ` : ""}${percent(own / whole)} ${of}`;
  return { length: Math.min(1, Math.max(0, own / largest)), words };
}
