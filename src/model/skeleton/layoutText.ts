import { HglError } from "../../common/errors";
import { LAYOUT_NAMES, layoutNamed, type Layout } from "./layout";
import { layoutFacts, parseLayout } from "./layoutJson";

/** A layout as text for run records and cards: a built-in one's name, a declared one's facts as JSON. Equal layouts give equal text. */
export function layoutText(layout: Layout): string {
  const known = LAYOUT_NAMES.includes(layout.name) && layoutNamed(layout.name) === layout;
  return known ? layout.name : JSON.stringify(layoutFacts(layout));
}

/** What layoutText wrote. Throws HglError "model" for an unknown name and "data" for facts that describe no skeleton. */
export function layoutFrom(text: string): Layout {
  if (!text.startsWith("{")) return layoutNamed(text);
  const where = "a stored skeleton layout";
  let facts: unknown;
  try {
    facts = JSON.parse(text);
  } catch {
    throw new HglError({ code: "data", where, what: "it is not JSON", next: "import the data again from its source" });
  }
  return parseLayout(facts, where);
}

/** The layout's own name, for people. */
export function layoutName(text: string): string {
  return text.startsWith("{") ? layoutFrom(text).name : text;
}
