import type { Confusion } from "../../common/payloads/confusion";
import { printable } from "../../common/payloads/printable";
import { followScheme } from "../frame/colour";
import { make, makeChoice } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { CellPanel } from "./cellPanel";
import { Change } from "./change";
import type { Difference } from "./change";
import type { Grid, Values } from "./grid";
import { changeItems, FlipLists, pairItems } from "./lists";
import { Matrix } from "./matrix";
import { Stage } from "./stage";
import { STYLE } from "./style";

const IDLE = "Point at a cell, or focus the matrix and use the arrow keys; click or Enter lists its clips.";

/** Draws a matrix, or the difference of two, into `host` and keeps it drawn: on resize, on a change of theme, on input. */
export function openView(host: HTMLElement, confusion: Confusion, page: Page): OpenView<Confusion> {
  const { scope } = page;
  const grid = isDifference(confusion) ? new Change(confusion) : new Matrix(confusion);
  const root = make("section", "hgl hglc");
  root.setAttribute("aria-label", printable(confusion.title) || "Confusion matrix");

  const read = make("p", "hglc-read", IDLE);
  read.setAttribute("role", "status");
  const stage = new Stage(scope, root, grid, {
    pointed: (place) => (read.textContent = place ? grid.sentence(place) : IDLE),
    chosen: (place) => panel.open(place),
  });
  const panel = new CellPanel(grid, page, stage.element);
  const wrap = make("div", "hglc-wrap");
  wrap.append(make("p", "hglc-axes", "rows: true class, columns: predicted class"), stage.element);

  const order = makeChoice("Sort", grid.orders);
  const values = makeChoice("Values", grid.values);
  const search = make("input");
  search.type = "search";
  search.placeholder = "class name or number";
  const find = make("label", "", "Find");
  find.append(search);
  const hits = make("span");
  hits.setAttribute("role", "status");
  const bar = make("div", "hgl-bar");
  bar.append(order.label, values.label, find, hits);

  const side = make("div", "hglc-side");
  side.append(read, key(grid), panel.element);
  const list = lists(grid, side, page, (pair) => stage.choose(grid.placeOf(pair)));
  const body = make("div", "hglc-body");
  body.append(wrap, side);
  root.append(makeStyle(STYLE), ...heading(confusion), bar, body);
  host.append(root);

  scope.on(order.select, "change", () => {
    stage.sort(order.select.value);
    list(stage.found);
  });
  scope.on(values.select, "change", () => {
    stage.values = values.select.value as Values;
    stage.paint();
  });
  scope.on(search, "input", () => {
    stage.found = grid.search(search.value);
    const found = stage.found?.size;
    hits.textContent = found === undefined ? "" : `${found} ${found === 1 ? "class" : "classes"}`;
    list(stage.found);
    stage.paint();
  });
  list(undefined);
  stage.restyle();
  scope.onWidth(root, () => stage.restyle());
  scope.onTheme(() => stage.restyle());
  followScheme(root, scope);
  return {};
}

function isDifference(confusion: Confusion): confusion is Difference {
  return confusion.minus !== null;
}

/** Of a difference it must be said which way it goes. */
function heading({ cell, minus }: Confusion): HTMLElement[] {
  if (!minus) return [];
  return [make("p", "hglc-title", `Change from #${printable(minus.cell)} to #${printable(cell)}`)];
}

function key({ hues }: Grid): HTMLElement {
  const list = make("ul", "hglc-key");
  for (const hue of ["blue", "orange"] as const) {
    const item = make("li", `hglc-${hue}`);
    item.append(make("i"), hues[hue]);
    list.append(item);
  }
  return list;
}

/** The lists beside the matrix, at the end of `side`; gives what fills them for the classes that were found. */
function lists(
  grid: Matrix | Change,
  side: HTMLElement,
  page: Page,
  choose: (pair: { truth: number; predicted: number }) => void,
): (found: ReadonlySet<number> | undefined) => void {
  const rows = make("ol", "hglc-pairs");
  if (grid instanceof Matrix) {
    side.append(make("h4", "", "Most confused (clips)"), rows);
    return (found) => rows.replaceChildren(...pairItems(grid, found, page.scope, choose));
  }
  const flips = new FlipLists(grid, page);
  side.append(
    make("h4", "", "Classes (points; clips of one seed)"),
    rows,
    make("h4", "", "Clips that flipped"),
    flips.element,
  );
  return (found) => {
    rows.replaceChildren(...changeItems(grid, found, page.scope, choose));
    flips.list(found);
  };
}
