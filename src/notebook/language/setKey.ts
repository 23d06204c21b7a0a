import { HglError } from "../../common/errors";
import { canonicalJson } from "../canonical";
import { isKind } from "../cells/kinds";
import { readCellSource } from "../cellSource";
import type { Path } from "../yaml";
import { readYaml } from "../yaml";
import { keysIn } from "./describe";
import type { Change } from "./edits";
import { applied, endOf, entryAt, inlineYaml, insertion } from "./edits";
import { scan } from "./scan";

/** A cell's source with another value of one key (dotted for a key inside another: `augment.mirror`); comments and layout stay. */
export function setKey(source: string, key: string, value: unknown): string {
  return applied(source, setKeyChange(source, key, value));
}

/**
 * The change that `setKey` makes, in places of the source.
 * Throws HglError "cell" when the cell's YAML cannot be read, or no YAML says the value.
 */
export function setKeyChange(source: string, key: string, value: unknown): Change {
  const { kind, text, textOffset, headerSpan } = readCellSource(source);
  const path = key.split(".");
  const before = readText(text);
  if (!before.readable) throw refused(key, "the cell's YAML cannot be read", "mend it first");
  const change = changeOf(kind, text, path, value);
  const after = change && readText(applied(text, change));
  if (!change || !after?.readable || !sameValue(after.value, withValue(before.value, path, value)))
    throw refused(key, `no YAML in its place says ${JSON.stringify(value) ?? String(value)}`, "write it by hand");
  // Behind a header without a line of its own to end it, the first key needs one.
  const lead = textOffset === headerSpan.length && headerSpan.length > 0 ? "\n" : "";
  return { ...change, offset: textOffset + change.offset, text: lead + change.text };
}

function changeOf(kind: string, text: string, path: readonly string[], value: unknown): Change | null {
  const read = scan(text);
  const [root, ...rest] = path as [string, ...string[]];
  const entry = entryAt(read, path);
  if (entry) {
    const start = entry.value.offset;
    const space = /[\s]/.test(text[start - 1] ?? "") ? "" : " ";
    return { offset: start, length: endOf(read, entry) - start, text: space + inlineYaml(value) };
  }
  if (rest.length > 0) {
    const above = entryAt(read, [root]);
    const inside = rest.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
    const holds = readText(text).value[root];
    if (!above || typeof holds !== "object" || holds === null) return changeOf(kind, text, [root], inside);
  }
  const parent = path.slice(0, -1);
  const order = isKind(kind) ? keysIn(kind, parent).map((known) => String(known.key.split(".").at(-1))) : [];
  return insertion(text, read, parent, String(inlineYaml(path.at(-1))), inlineYaml(value), order);
}

function readText(text: string) {
  return readYaml(text.replace(/\r(?!\n)/g, "\n"));
}

function withValue(map: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const under = typeof map === "object" && map !== null && !Array.isArray(map) ? (map as Record<string, unknown>) : {};
  return { ...under, [step]: withValue(under[step], rest, value) };
}

function sameValue(a: unknown, b: unknown): boolean {
  try {
    return canonicalJson(a) === canonicalJson(b);
  } catch {
    return false;
  }
}

function refused(key: string, what: string, next: string): HglError {
  return new HglError({ code: "cell", what: `\`${key}\` cannot be set: ${what}`, next });
}
