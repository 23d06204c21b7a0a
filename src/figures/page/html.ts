/** Markup that is already safe; only `markup` and the few makers of whole elements create it. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | null | undefined | Markup | readonly Part[];

/** A template whose values are escaped, unless they are markup themselves; lists are joined, null and undefined are nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + textOf(parts[i - 1]) + string));
}

function textOf(part: Part): string {
  if (part === null || part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(textOf).join("");
  return escapeHtml(String(part));
}

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** JSON inside a script element: no "<" can end the element or open a comment there. */
export function jsonScript(value: unknown): Markup {
  return new Markup(`<script type="application/json">${JSON.stringify(value).replace(/</g, "\\u003c")}</script>`);
}

/** The text of an inline script, safe inside its element; "<\/script" and "<\!--" mean the same within strings and expressions. */
export function scriptText(code: string): string {
  return code.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "<\\!--");
}
