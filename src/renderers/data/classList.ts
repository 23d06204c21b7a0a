import type { Tally } from "../../common/payloads/dataCard";
import { make, makeChoice } from "../frame/elements";
import type { Scope } from "../frame/scope";
import { largest, listBox, tallyTable } from "./bars";
import { arranged, CLASS_ORDERS } from "./classOrder";
import type { ClassOrder } from "./classOrder";

const ORDER_WORDS: Record<ClassOrder, string> = {
  data: "as in the data set",
  name: "by name",
  most: "most clips first",
  fewest: "fewest clips first",
};

/** Fewer classes than this are seen at a glance, and need neither order nor search. */
const MANY = 12;

/** Classes with their numbers in the data set; many of them can be sorted and searched. */
export function classList(classes: readonly Tally[], scope: Scope): HTMLElement {
  const box = make("div");
  const stage = listBox("hgld-classes", "Clips of each class");
  const most = largest(classes);
  const show = (order: ClassOrder, wanted: string): number => {
    const shown = arranged(classes, order, wanted);
    const rows = shown.map(({ number, name, clips }) => ({ name: `${number}. ${name}`, clips }));
    stage.replaceChildren(tallyTable("class", rows, most));
    return shown.length;
  };
  show("data", "");
  if (classes.length < MANY) {
    box.append(stage);
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
  box.append(bar, stage);
  return box;
}
