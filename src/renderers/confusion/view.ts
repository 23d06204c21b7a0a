import { CONFUSION_ORDERS } from "../../common/payloads/confusionOrder";
import type { ConfusionOrder } from "../../common/payloads/confusionOrder";
import type { ConfusionPayload } from "../../common/payloads/confusion";
import { printable } from "../../common/payloads/printable";
import { followScheme } from "../frame/colour";
import { keepKeys } from "../frame/keys";
import { make, makeChoice } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { percent } from "../frame/words";
import { layOut, moved, placeAt } from "./geometry";
import type { Geometry, Place } from "./geometry";
import { Matrix } from "./matrix";
import type { Values } from "./matrix";
import { labelWidth, paintCursor, paintMatrix, prepare, readColours } from "./paint";
import type { Colours } from "./paint";
import { STYLE } from "./style";

const ORDER_WORDS: Record<ConfusionOrder, string> = {
  data: "as in the data set",
  name: "by name",
  error: "worst first",
};
const PAIRS = 10;
const IDLE = "Point at a cell, or focus the matrix and use the arrow keys.";

/** Draws a matrix into `host` and keeps it drawn: on resize, on a change of theme, on input. */
export function openView(host: HTMLElement, payload: ConfusionPayload, { scope }: Page): OpenView<ConfusionPayload> {
  const matrix = new Matrix(payload);
  let values: Values = "share";
  let found: Set<number> | undefined;
  let cursor: Place | null = null;
  let colours: Colours;
  let geometry: Geometry;

  const root = make("section", "hgl hglc");
  root.setAttribute("aria-label", printable(payload.title) || "Confusion matrix");
  const order = makeChoice(
    "Sort",
    CONFUSION_ORDERS.map((name) => [name, ORDER_WORDS[name]]),
  );
  const shown = makeChoice("Values", [
    ["share", "share of the true class (%)"],
    ["count", "clips"],
  ]);
  const search = make("input");
  search.type = "search";
  search.placeholder = "class name or number";
  const searchLabel = make("label", "", "Find");
  searchLabel.append(search);
  const hits = make("span");
  hits.setAttribute("role", "status");
  const bar = make("div", "hgl-bar");
  bar.append(order.label, shown.label, searchLabel, hits);

  const read = make("p", "hglc-read", IDLE);
  read.setAttribute("role", "status");
  const stage = make("div", "hglc-stage");
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-roledescription", "confusion matrix");
  stage.setAttribute(
    "aria-label",
    `${matrix.size} classes, true class in rows, predicted class in columns; arrow keys move, Escape leaves the cell`,
  );
  const cells = scope.canvas();
  const overlay = scope.canvas();
  stage.append(cells, overlay);
  const wrap = make("div", "hglc-wrap");
  wrap.append(make("p", "hglc-axes", "rows: true class, columns: predicted class"), stage);

  const key = make("ul", "hglc-key");
  for (const [name, words] of [
    ["hglc-yes", "recognised"],
    ["hglc-no", "confused"],
  ] as const) {
    const item = make("li", name);
    item.append(make("i"), words);
    key.append(item);
  }
  const pairs = make("ol", "hglc-pairs");
  const side = make("div", "hglc-side");
  side.append(read, key, make("h4", "", "Most confused (clips)"), pairs);
  const body = make("div", "hglc-body");
  body.append(wrap, side);
  root.append(makeStyle(STYLE), bar, body);
  host.append(root);

  const pointAt = (place: Place | null): void => {
    if (place?.row === cursor?.row && place?.column === cursor?.column) return;
    cursor = place;
    read.textContent = place ? matrix.sentence(place) : IDLE;
    paintOverlay();
  };
  const paintOverlay = (): void => {
    const context = prepare(overlay, geometry);
    if (cursor) paintCursor(context, geometry, cursor, colours);
  };
  const paint = (): void => {
    const available = root.clientWidth;
    const context = prepare(cells, { classes: 0, pitch: 0, left: 0, top: 0, width: 1, height: 1, names: false });
    // Beside the side panel where both fit, above it where not.
    const room = available >= 760 ? available - 290 : available - 8;
    geometry = layOut(matrix.size, Math.max(160, room), labelWidth(context, matrix, colours));
    paintMatrix(prepare(cells, geometry), geometry, matrix, values, colours, found);
    paintOverlay();
  };
  const listPairs = (): void => {
    const items = matrix.pairs(PAIRS, found).map((pair) => {
      const button = make("button");
      button.type = "button";
      const words = make("span", "", `${matrix.classes[pair.truth]!} → ${matrix.classes[pair.predicted]!}`);
      words.append(make("small", "", `${percent(pair.share)} of the class's clips`));
      button.append(make("b", "", String(pair.count)), words);
      button.addEventListener(
        "click",
        scope.guarded(() => pointAt(matrix.placeOf(pair))),
      );
      const item = make("li");
      item.append(button);
      return item;
    });
    pairs.replaceChildren(...(items.length ? items : [make("li", "", "No clip was confused.")]));
  };
  const restyle = (): void => {
    colours = readColours(root);
    paint();
  };

  scope.on(order.select, "change", () => {
    const kept = cursor && { truth: matrix.classAt(cursor.row), predicted: matrix.classAt(cursor.column) };
    matrix.sort(order.select.value as ConfusionOrder);
    if (kept) cursor = matrix.placeOf(kept);
    paint();
  });
  scope.on(shown.select, "change", () => {
    values = shown.select.value as Values;
    paint();
  });
  scope.on(search, "input", () => {
    found = matrix.search(search.value);
    hits.textContent = found ? `${found.size} ${found.size === 1 ? "class" : "classes"}` : "";
    listPairs();
    paint();
  });
  scope.on(stage, "pointermove", (event) => {
    const box = cells.getBoundingClientRect();
    pointAt(placeAt(geometry, event.clientX - box.left, event.clientY - box.top));
  });
  scope.on(stage, "pointerleave", () => {
    if (!stage.matches(":focus")) pointAt(null);
  });
  scope.on(stage, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") pointAt(null);
    const next = cursor
      ? moved(cursor, event.key, matrix.size)
      : moved({ row: 0, column: 0 }, event.key, matrix.size) && { row: 0, column: 0 };
    if (!next) return;
    keepKeys(event);
    pointAt(next);
  });

  colours = readColours(root);
  geometry = layOut(matrix.size, 160, 0);
  listPairs();
  paint();
  scope.onWidth(root, restyle);
  scope.onTheme(restyle);
  followScheme(root, scope);
  return {};
}
