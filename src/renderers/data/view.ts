import type { DataCardPayload } from "../../common/payloads/dataCard";
import { printable } from "../../common/payloads/printable";
import { followScheme } from "../frame/colour";
import { make, makeWarnings } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { counted } from "../frame/words";
import { histogram, listBox, splitBar, tallyTable } from "./bars";
import { classList } from "./classList";
import { stillClips } from "./plays";
import { STYLE } from "./style";
import { plural, splitWords } from "./words";

/** More people or cameras than this are told in numbers; their bars would say little. */
const MOST_BARS = 120;

/** Writes a data set's card into `host`; nothing of it moves, and all of it can be read without seeing it. */
export function openView(host: HTMLElement, card: DataCardPayload, page: Page): OpenView<DataCardPayload> {
  const { scope } = page;
  const root = make("section", "hgl hgld");
  const name = printable(card.name);
  root.setAttribute("aria-label", `Data set ${name}`);
  root.append(makeStyle(STYLE), head(card, name), ...warnings(card, page));
  if (card.split) root.append(panel("Split", splitBar(card.split), make("p", "hgld-note", splitWords(card.split))));

  const right = make("div", "hgld-column");
  const { min, median, max } = card.lengths;
  right.append(
    panel(
      "Frames of a clip",
      histogram(card.lengths.histogram),
      make("p", "hgld-note", min === max ? `${min}, all alike` : `${min} to ${max}, median ${median}`),
    ),
    people("People", "person", card.subjects),
    people("Cameras", "camera", card.views),
    ...(card.setups.length > 0 ? [people("Set-ups", "set-up", card.setups)] : []),
  );
  const body = make("div", "hgld-body");
  body.append(panel(`Clips of each class (${card.classes.length})`, classList(card, page)), right);
  root.append(body, origin(card));
  host.append(root);
  followScheme(root, scope);
  return {};
}

function head(card: DataCardPayload, name: string): HTMLElement {
  const header = make("header", "hgld-head");
  const facts = make("ul", "hgld-facts");
  for (const [count, words] of [
    [counted(card.clips), plural(card.clips, "clip")],
    [counted(card.frames), plural(card.frames, "frame")],
    [counted(card.classes.length), plural(card.classes.length, "class", "classes")],
    [counted(card.joints), plural(card.joints, "joint")],
    [counted(card.bodies), plural(card.bodies, "body", "bodies")],
  ] as const) {
    const item = make("li");
    item.append(make("b", "", count), ` ${words}`);
    facts.append(item);
  }
  facts.append(make("li", "", `skeleton ${printable(card.layout)}`));
  header.append(make("h3", "", name), facts);
  return header;
}

function warnings({ cell, warnings: all, still }: DataCardPayload, page: Page): HTMLElement[] {
  // The warning itself names the first five.
  if (still.length === 0 || (still.length <= 5 && !page.player)) return makeWarnings(all);
  return [...makeWarnings(all), stillClips(cell, still, page)];
}

function people(title: string, column: string, all: DataCardPayload["subjects"]): HTMLElement {
  if (all.length === 0) return panel(title, make("p", "hgld-note", "not known"));
  if (all.length > MOST_BARS) return panel(title, make("p", "hgld-note", counted(all.length)));
  const box = listBox("hgld-people", `Clips of each ${column}`);
  box.append(tallyTable(column, all));
  return panel(`${title} (${all.length})`, box);
}

function origin({ source, license, contentHash }: DataCardPayload): HTMLElement {
  const list = make("dl", "hgld-origin");
  for (const [term, text] of [
    ["Source", source],
    ["Licence", license],
    ["Content", contentHash],
  ] as const)
    if (text !== null)
      list.append(make("dt", "", term), make("dd", term === "Content" ? "hgld-hash" : "", printable(text)));
  return list;
}

function panel(title: string, ...content: HTMLElement[]): HTMLElement {
  const section = make("div", "hgld-panel");
  section.append(make("h4", "", title), ...content);
  return section;
}
