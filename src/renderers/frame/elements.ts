import { printable } from "../../common/payloads/printable";

/** An element with a class and text; text is never parsed. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A 16 px sign drawn in the colour of the text around it; it carries no words, so the element beside it must. */
export function makeSign(path: string): SVGSVGElement {
  const sign = document.createElementNS(SVG, "svg");
  sign.setAttribute("viewBox", "0 0 16 16");
  sign.setAttribute("class", "hgl-sign");
  sign.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill-rule", "evenodd");
  sign.append(shape);
  return sign;
}

/** A labelled list to choose from. */
export function makeChoice(
  words: string,
  options: readonly (readonly [value: string, words: string])[],
): { label: HTMLLabelElement; select: HTMLSelectElement } {
  const select = make("select");
  for (const [value, text] of options) {
    const option = make("option", "", text);
    option.value = value;
    select.append(option);
  }
  const label = make("label", "", words);
  label.append(select);
  return { label, select };
}

/** Sentences in a frame of their own; nothing where there is none to tell. */
export function makeWarnings(sentences: readonly string[]): HTMLElement[] {
  if (sentences.length === 0) return [];
  const list = make("ul", "hgl-warnings");
  list.setAttribute("aria-label", "Warnings");
  for (const sentence of sentences) list.append(make("li", "", printable(sentence)));
  return [list];
}

/** Writes only what differs, so that screen readers and layout are not woken for nothing. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
