import type { Confusion } from "../../common/payloads/confusion";
import type { ConfusedPair } from "../../common/payloads/confusionOrder";
import { printable } from "../../common/payloads/printable";
import type { Place } from "../frame/cells";

/** Row-normalised shares or plain counts. */
export type Values = "share" | "count";

type Block = { readonly from: number; readonly to: number };
export type Choice<T extends string> = readonly (readonly [value: T, words: string])[];

/** A square of classes as drawn, which the view asks its questions in rows and columns; what its cells hold is the kind's own. */
export abstract class Grid {
  readonly classes: readonly string[];
  readonly size: number;
  /** The first is the one that it begins with. */
  abstract readonly orders: Choice<string>;
  abstract readonly values: Choice<Values>;
  /** What blue and orange mean. */
  abstract readonly hues: { readonly blue: string; readonly orange: string };
  /** Groups of neighbours that are framed. */
  blocks: readonly Block[] = [];
  /** Class index of each row and column. */
  private order: readonly number[] = [];
  /** Row of each class index. */
  private rows: readonly number[] = [];

  constructor(readonly confusion: Confusion) {
    this.classes = confusion.classes.map((name, i) => printable(name) || `class ${i + 1}`);
    this.size = confusion.classes.length;
  }

  abstract sort(order: string): void;
  /** A cell's value on the scale of its colour, 0 to 1. */
  abstract levelAt(place: Place, values: Values): number;
  abstract isBlueAt(place: Place): boolean;
  /** What stands in a cell that has room. */
  abstract textAt(place: Place, values: Values): string;
  /** A cell in words, for the read-out and for screen readers. */
  abstract sentence(place: Place): string;

  protected arrange(order: readonly number[], blocks: readonly Block[] = []): void {
    const rows = new Array<number>(this.size);
    order.forEach((index, row) => (rows[index] = row));
    this.order = order;
    this.rows = rows;
    this.blocks = blocks;
  }

  classAt(row: number): number {
    return this.order[row]!;
  }

  nameAt(row: number): string {
    return this.classes[this.classAt(row)]!;
  }

  /** Class indices of a cell. */
  pairAt({ row, column }: Place): Pick<ConfusedPair, "truth" | "predicted"> {
    return { truth: this.classAt(row), predicted: this.classAt(column) };
  }

  placeOf({ truth, predicted }: { truth: number; predicted: number }): Place {
    return { row: this.rows[truth]!, column: this.rows[predicted]! };
  }

  /** Indices of the classes whose name or 1-based number matches; undefined for an empty search. */
  search(words: string): Set<number> | undefined {
    const wanted = words.trim().toLowerCase();
    if (!wanted) return undefined;
    const found = new Set<number>();
    this.classes.forEach((name, i) => {
      if (name.toLowerCase().includes(wanted) || String(i + 1) === wanted) found.add(i);
    });
    return found;
  }

  /** "wave taken for clap", "wave recognised" */
  subject({ row, column }: Place): string {
    return row === column ? `${this.nameAt(row)} recognised` : `${this.nameAt(row)} taken for ${this.nameAt(column)}`;
  }
}
