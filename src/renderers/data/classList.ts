import type { ClassTally } from "../../common/payloads/dataCard";
import { printable } from "../../common/payloads/printable";
import { make, makeChoice } from "../frame/elements";
import type { Page } from "../frame/renderer";
import { largest, listBox, tallyTable } from "./bars";
import { arranged, CLASS_ORDERS } from "./classOrder";
import type { ClassOrder } from "./classOrder";
import { playSign } from "./plays";

const ORDER_WORDS: Record<ClassOrder, string> = {
  data: "as in the data set",
  name: "by name",
  most: "most clips first",
  fewest: "fewest clips first",
};

/** Fewer classes than this are seen at a glance, and need neither order nor search. */
const MANY = 12;

/** Classes of a data cell with their numbers in the data set, each with a clip to play; many of them can be sorted and searched. */
export function classList(
  { cell, classes }: { readonly cell: string; readonly classes: readonly ClassTally[] },
  { scope, player }: Page,
): HTMLElement {
  const box = make("div");
  const stage = listBox("hgld-classes", "Clips of each class");
  const most = largest(classes);
  const playing = make("div");
  const play = player && {
    heading: "a clip of it",
    of: ({ name, example }: ClassTally): HTMLElement | null =>
      example === null
        ? null
        : playSign(`Play a clip of ${printable(name)}`, scope, () =>
            player.show(playing, `${printable(name)}: ${printable(example)}`, { cell, clips: [example] }),
          ),
  };
  const show = (order: ClassOrder, wanted: string): number => {
    const shown = arranged(classes, order, wanted);
    const rows = shown.map(({ number, ...one }) => ({ ...one, name: `${number}. ${one.name}` }));
    stage.replaceChildren(tallyTable("class", rows, most, play));
    return shown.length;
  };
  show("data", "");
  if (classes.length < MANY) {
    box.append(stage, playing);
    return box;
  }
  const { label, select } = makeChoice(
    "Sort",
    CLASS_ORDERS.map((order) => [order, ORDER_WORDS[order]]),
  );
  const search = make("input");
  search.type = "search";
  search.placeholder = "class name or number";
  const find = make("label", "", "Find");
  find.append(search);
  const hits = make("span");
  hits.setAttribute("role", "status");
  const bar = make("div", "hgl-bar");
  bar.append(label, find, hits);
  const renew = (): void => {
    const found = show(select.value as ClassOrder, search.value);
    hits.textContent = search.value.trim() === "" ? "" : `${found} of ${classes.length}`;
  };
  scope.on(select, "change", renew);
  scope.on(search, "input", renew);
  box.append(bar, stage, playing);
  return box;
}
