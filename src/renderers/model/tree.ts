import { make, makeSign } from "../frame/elements";
import { SIGNS } from "../frame/signs";
import type { Column } from "./columns";
import { columnsOf, shareOf } from "./columns";
import type { TreeRow } from "./rows";
import { treeOf } from "./rows";
import type { NetworkView, Setting } from "../../common/payloads/model";
import { printable } from "../../common/payloads/printable";
import { meaningOf } from "./words";

export interface TreeOptions {
  readonly label: string;
  /** Ids of the blocks that are open; kept up to date. */
  readonly open: Set<string>;
  /** Goes to the line of a key; absent where there is no editor. */
  readonly reveal?: (key: string) => void;
}

interface Line {
  readonly row: TreeRow;
  readonly element: HTMLElement;
  readonly parent: Line | null;
  readonly children: Line[];
  readonly links: readonly HTMLButtonElement[];
}

/**
 * A network as a tree grid: rows are the stops of the keyboard, one of them in the order of the Tab key, with its links behind it. Rows of
 * closed blocks are there and hidden. It listens to nothing itself: the view hands it what happens.
 */
export class Tree {
  readonly element = make("div", "hglm-tree");
  readonly #lines: Line[] = [];

  constructor(
    network: NetworkView,
    private readonly options: TreeOptions,
  ) {
    const tree = treeOf(network);
    const columns = columnsOf(network.times !== null);
    this.element.setAttribute("role", "treegrid");
    this.element.setAttribute("aria-label", options.label);
    if (network.times) this.element.classList.add("hglm-timed");
    this.element.append(headOf(columns));
    const all = [...tree.rows, tree.total];
    const add = (row: TreeRow, parent: Line | null, place: number, of: number): void => {
      const { element, links } = this.#rowOf(row, columns, tree);
      element.setAttribute("aria-level", parent ? "2" : "1");
      element.setAttribute("aria-posinset", String(place + 1));
      element.setAttribute("aria-setsize", String(of));
      const line: Line = { row, element, parent, children: [], links };
      parent?.children.push(line);
      this.#lines.push(line);
      this.element.append(element);
      row.children.forEach((child, i) => add(child, line, i, row.children.length));
    };
    all.forEach((row, i) => add(row, null, i, all.length));
    for (const line of this.#lines) this.#show(line);
    this.#stopAt(this.#lines[0]!);
  }

  /** The row that has the focus, or a link in it. */
  get focused(): string | null {
    return this.#lines.find(({ element }) => element.contains(document.activeElement))?.row.id ?? null;
  }

  focus(id: string): void {
    const line = this.#lines.find(({ row }) => row.id === id);
    if (line) this.#goTo(line.element.hidden ? line.parent! : line);
  }

  /** Makes the row that something happened in the stop of the Tab key. */
  entered(target: EventTarget | null): void {
    const line = this.#lineOf(target);
    if (line) this.#stopAt(line);
  }

  clicked(target: EventTarget | null): void {
    const line = this.#lineOf(target);
    if (!line) return;
    const link = line.links.findIndex((one) => one.contains(target as Node));
    if (link >= 0) return this.options.reveal?.(line.row.settings[link]!.key);
    this.#toggle(line);
    this.#goTo(line);
  }

  /** Answers a key; false where it has no meaning here. */
  pressed({ key, target }: Pick<KeyboardEvent, "key" | "target">): boolean {
    const line = this.#lineOf(target);
    if (!line) return false;
    const onRow = target === line.element;
    const shown = this.#lines.filter(({ element }) => !element.hidden);
    const at = shown.indexOf(line);
    const isOpen = this.options.open.has(line.row.id);
    switch (key) {
      case "ArrowDown":
        return this.#goTo(shown[Math.min(at + 1, shown.length - 1)]!);
      case "ArrowUp":
        return this.#goTo(shown[Math.max(at - 1, 0)]!);
      case "Home":
        return this.#goTo(shown[0]!);
      case "End":
        return this.#goTo(shown.at(-1)!);
      case "ArrowRight":
        if (line.children.length === 0) return true;
        return isOpen ? this.#goTo(line.children[0]!) : this.#toggle(line);
      case "ArrowLeft":
        if (!onRow) return this.#goTo(line);
        if (isOpen) return this.#toggle(line);
        return line.parent ? this.#goTo(line.parent) : true;
      case "*":
        for (const one of this.#lines)
          if (one.children.length > 0 && !this.options.open.has(one.row.id)) this.#toggle(one);
        return true;
      case "Enter":
      case " ":
        if (!onRow) return false;
        if (line.children.length > 0) return this.#toggle(line);
        if (line.links.length > 0) this.options.reveal?.(line.row.settings[0]!.key);
        return true;
      default:
        return false;
    }
  }

  #lineOf(target: EventTarget | null): Line | undefined {
    return this.#lines.find(({ element }) => element.contains(target as Node | null));
  }

  #toggle(line: Line): true {
    const { open } = this.options;
    const { id } = line.row;
    if (line.children.length === 0) return true;
    if (!open.delete(id)) open.add(id);
    this.#show(line);
    return true;
  }

  #show({ row, element, children }: Line): void {
    if (children.length === 0) return;
    const isOpen = this.options.open.has(row.id);
    element.setAttribute("aria-expanded", String(isOpen));
    for (const child of children) child.element.hidden = !isOpen;
  }

  #goTo(line: Line): true {
    this.#stopAt(line);
    line.element.focus({ preventScroll: true });
    line.element.scrollIntoView({ block: "nearest" });
    return true;
  }

  #stopAt(line: Line): void {
    for (const { element, links } of this.#lines) {
      const tabIndex = element === line.element ? 0 : -1;
      if (element.tabIndex === tabIndex && element.hasAttribute("tabindex")) continue;
      element.tabIndex = tabIndex;
      for (const link of links) link.tabIndex = tabIndex;
    }
  }

  #rowOf(row: TreeRow, columns: readonly Column[], tree: ReturnType<typeof treeOf>): Pick<Line, "element" | "links"> {
    const element = make("div", row.output ? "hglm-row" : "hglm-row hglm-total");
    element.setAttribute("role", "row");
    const name = cell("hglm-name", "rowheader");
    const words = printable(row.name);
    if (row.children.length > 0) name.append(makeSign(SIGNS.chevron));
    name.append(make("span", "", words));
    name.title = meaningOf(row.name);
    element.append(name, ...columns.map((column) => valueCell(column, row, tree)));
    const setBy = cell("hglm-settings", "gridcell");
    const links = this.options.reveal ? row.settings.map(linkTo) : [];
    setBy.append(...(this.options.reveal ? links : row.settings.map((setting) => settingWords(setting, make("span")))));
    element.append(setBy);
    return { element, links };
  }
}

function headOf(columns: readonly Column[]): HTMLElement {
  const head = make("div", "hglm-head");
  head.setAttribute("role", "row");
  const titles = [
    ["name", "Part"],
    ...columns.map(({ name, title }) => [name, title]),
    ["settings", "Set by"],
  ] as const;
  for (const [name, title] of titles) {
    const one = cell(`hglm-${name}`, "columnheader");
    one.textContent = title!;
    head.append(one);
  }
  return head;
}

function valueCell(column: Column, row: TreeRow, tree: ReturnType<typeof treeOf>): HTMLElement {
  const one = cell(`hglm-${column.name}`, "gridcell");
  one.append(make("span", "", column.text(row)));
  const found = row === tree.total ? null : shareOf(column, row, tree);
  if (!found) return one;
  one.title = found.words;
  const bar = make("i", "hglm-bar");
  bar.setAttribute("aria-hidden", "true");
  const fill = make("i");
  fill.style.width = `${100 * found.length}%`;
  if (found.length > 0) bar.append(fill);
  one.append(bar);
  return one;
}

function linkTo(setting: Setting): HTMLButtonElement {
  const link = settingWords(setting, make("button", "hglm-link"));
  link.type = "button";
  link.title = "Go to its line";
  return link;
}

/** "gsm S+D+Q"; an item of a list is called by its list. */
function settingWords<E extends HTMLElement>({ key, value }: Setting, into: E): E {
  into.append(make("code", "", key.split(".")[0]), ` ${printable(value)}`);
  return into;
}

function cell(className: string, role: string): HTMLElement {
  const one = make("div", className);
  one.setAttribute("role", role);
  return one;
}
