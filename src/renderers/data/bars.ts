import type { DataCardPayload, Tally } from "../../common/payloads/dataCard";
import { printable } from "../../common/payloads/printable";
import { make } from "../frame/elements";
import { percent } from "../frame/words";
import { counted, plural } from "./words";

/**
 * A table of names and counts, each with a bar; the bars are drawn from the largest count, and hidden from screen readers, which read the counts.
 * @param beside what follows each count, with its heading
 */
export function tallyTable<T extends Tally>(
  column: string,
  all: readonly T[],
  most = largest(all),
  beside?: { readonly heading: string; readonly of: (row: T) => HTMLElement | null },
): HTMLTableElement {
  const table = make("table", "hgld-table");
  const head = make("tr");
  for (const words of [column, "clips", ...(beside ? [beside.heading] : [])]) {
    const cell = make("th", "", words);
    cell.scope = "col";
    head.append(cell);
  }
  const titles = make("thead", "hgl-silent");
  titles.append(head);
  const body = make("tbody");
  for (const one of all) {
    const { name, clips } = one;
    const row = make("tr");
    const label = make("th", "", printable(name));
    label.scope = "row";
    const value = make("td");
    value.append(bar(clips / most), make("span", "", counted(clips)));
    row.append(label, value);
    if (beside) {
      const more = make("td", "hgld-beside");
      more.append(beside.of(one) ?? "");
      row.append(more);
    }
    body.append(row);
  }
  table.append(titles, body);
  return table;
}

/** A box for a list that may be longer than it; it scrolls, and so can be reached by keyboard. */
export function listBox(className: string, words: string): HTMLElement {
  const box = make("div", `hgld-list ${className}`);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", words);
  return box;
}

/** The largest count, at least 1, so that shares of it are numbers. */
export function largest(all: readonly { readonly clips: number }[]): number {
  return all.reduce((most, { clips }) => Math.max(most, clips), 1);
}

function bar(share: number): HTMLElement {
  const rail = make("i", "hgld-rail");
  rail.setAttribute("aria-hidden", "true");
  const fill = make("i");
  fill.style.width = `${100 * share}%`;
  rail.append(fill);
  return rail;
}

/** Bins side by side, with the first and last length below. */
export function histogram(bins: DataCardPayload["lengths"]["histogram"]): HTMLElement {
  const figure = make("figure", "hgld-histogram");
  const most = largest(bins);
  const list = make("ol");
  for (const { from, to, clips } of bins) {
    const item = make("li");
    const words = `${from === to ? from : `${from} to ${to}`} frames: ${counted(clips)} ${plural(clips, "clip")}`;
    item.title = words;
    const column = make("i");
    column.style.height = `${(100 * clips) / most}%`;
    column.setAttribute("aria-hidden", "true");
    item.append(column, make("span", "hgl-silent", words));
    list.append(item);
  }
  const ends = make("figcaption");
  ends.setAttribute("aria-hidden", "true");
  const [first, last] = [bins[0], bins.at(-1)];
  if (first && last) ends.append(make("span", "", String(first.from)), make("span", "", String(last.to)));
  figure.append(list, ends);
  return figure;
}

const PARTS = [
  ["train", "training"],
  ["validation", "validation"],
  ["test", "test"],
] as const;

/** The parts of a split in proportion, and each told below. */
export function splitBar(split: NonNullable<DataCardPayload["split"]>): HTMLElement {
  const whole = Math.max(1, split.train + split.validation + split.test);
  const rail = make("div", "hgld-split");
  rail.setAttribute("aria-hidden", "true");
  const key = make("ul", "hgld-key");
  for (const [part, words] of PARTS) {
    const clips = split[part];
    if (clips === 0) continue;
    const piece = make("i", `hgld-${part}`);
    piece.style.flexGrow = String(clips);
    rail.append(piece);
    const item = make("li", `hgld-${part}`);
    item.append(make("i"), `${words} `, make("b", "", counted(clips)), ` (${percent(clips / whole)})`);
    key.append(item);
  }
  const box = make("div");
  box.append(rail, key);
  return box;
}
