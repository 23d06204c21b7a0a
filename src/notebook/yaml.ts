import type { Document, Node, Scalar, YAMLMap, YAMLError } from "yaml";
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Finding, Placed, Span } from "./findings";
import { lineCounter } from "./lines";
import { trapIn } from "./traps";

export type Path = readonly (string | number)[];

/** A cell's YAML as a plain value that knows where each of its parts stands. */
export interface YamlValue {
  /** Always a map; empty where the text is empty or no map. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly problems: readonly Placed[];
  /** False when the text is no YAML map, so that `value` says nothing about it. */
  readonly readable: boolean;
  /** The place of the value at a path, or of its key; undefined when the text does not hold that path. */
  spanOf(path: Path, part: "key" | "value"): Span | undefined;
}

interface Place {
  readonly key?: Span;
  readonly value: Span;
}

const pathKey = (path: Path): string => path.join("\u0000");

/** Lists and maps in brackets, and columns before a line's content: far above any cell's, far below what fills the stack. */
const MOST_BRACKETS = 300;
const MOST_COLUMNS = 200;

/** Reads YAML 1.2 (core schema) without anchors, merges and tags; never throws, whatever the text. */
export function readYaml(text: string): YamlValue {
  const problems: Placed[] = [];
  const places = new Map<string, Place>();
  const spanOf = (path: Path, part: "key" | "value"): Span | undefined => places.get(pathKey(path))?.[part];
  let value: Record<string, unknown> | null = {};
  const deep = nestedTooDeeply(text);
  if (deep) {
    problems.push({ finding: { code: "yaml-syntax", detail: "it is nested too deeply" }, span: deep });
    value = null;
  } else {
    const documents = parseAllDocuments(text, {
      version: "1.2",
      uniqueKeys: false,
      logLevel: "silent",
      prettyErrors: false,
    }) as Document[];
    const [first, second] = documents;
    if (second) problems.push({ finding: { code: "several-documents" }, span: secondDocument(text, second) });
    if (first) {
      const failed = syntaxProblems(text, first);
      problems.push(...failed);
      value = failed.length > 0 ? null : new Reader(text, problems, places).root(first.contents as Node | null);
    }
  }
  return { value: value ?? {}, problems, readable: value !== null, spanOf };
}

/**
 * The reader recurses, and a stack it fills can end the whole process inside a regular expression, where nothing can be caught.
 * So depth is bounded from above before it starts: every level takes a bracket or a column.
 */
function nestedTooDeeply(text: string): Span | null {
  let brackets = 0;
  for (const match of text.matchAll(/[[{]|^[ \t?:-]+/gm)) {
    if (match[0] === "[" || match[0] === "{") brackets++;
    if (brackets > MOST_BRACKETS || match[0].length > MOST_COLUMNS) return { offset: match.index, length: 1 };
  }
  return null;
}

function syntaxProblems(text: string, document: Document): Placed[] {
  const placed = document.errors.map((error) => syntaxProblem(text, error));
  if (document.directives?.yaml.explicit && placed.length === 0) {
    placed.push({
      finding: { code: "yaml-syntax", detail: "a cell takes no directives" },
      span: { offset: 0, length: 1 },
    });
  }
  // One slip makes the reader stumble several times in one line; the first report says it all.
  const lineOf = lineCounter(text);
  const seen = new Set<number>();
  return placed.filter(({ span }) => {
    const line = lineOf(span.offset);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function syntaxProblem(text: string, error: YAMLError): Placed {
  const [start, end] = error.pos;
  const span = { offset: Math.min(start, text.length), length: Math.max(1, end - start) };
  if (error.code === "TAB_AS_INDENT") return { finding: { code: "tab" }, span };
  if (error.code === "MULTIPLE_DOCS") return { finding: { code: "several-documents" }, span };
  if (error.code === "MULTILINE_IMPLICIT_KEY" || error.code === "MISSING_CHAR") {
    const glued = gluedKey(text, start, end);
    if (glued) return glued;
  }
  const detail = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  return { finding: { code: "yaml-syntax", detail }, span };
}

/** `epochs:20` in the lines an error covers. */
function gluedKey(text: string, start: number, end: number): Placed | null {
  const from = Math.max(text.lastIndexOf("\n", start - 1) + 1, 0);
  const match = /^[ ]*([A-Za-z]\w*):(?=[^\s:/\\])/m.exec(text.slice(from, Math.max(end, start + 1)) || "");
  if (!match) return null;
  const offset = from + match.index + match[0].length - match[1]!.length - 1;
  return { finding: { code: "missing-space", key: match[1]! }, span: { offset, length: match[1]!.length + 1 } };
}

function secondDocument(text: string, second: Document): Span {
  const start = second.range?.[0] ?? text.length;
  const marker = text.lastIndexOf("---", start);
  return marker >= 0 ? { offset: marker, length: 3 } : { offset: start, length: 1 };
}

/** Walks the syntax tree once: plain value, places, and what cells do not allow. */
class Reader {
  private readonly lineOf: (offset: number) => number;

  constructor(
    private readonly text: string,
    private readonly problems: Placed[],
    private readonly places: Map<string, Place>,
  ) {
    this.lineOf = lineCounter(text);
  }

  root(node: Node | null): Record<string, unknown> | null {
    if (node === null || (isScalar(node) && node.value === null && !node.tag && !node.anchor)) return {};
    const span = this.spanOf(node);
    this.places.set(pathKey([]), { value: span });
    if (isMap(node)) return this.read(node, []) as Record<string, unknown>;
    const glued =
      isScalar(node) && node.type === "PLAIN" ? gluedKey(this.text, span.offset, span.offset + span.length) : null;
    this.problems.push(glued ?? { finding: { code: "not-a-map", shown: describe(node) }, span });
    return null;
  }

  private read(node: Node | null, path: Path): unknown {
    if (node === null) return null;
    this.refuseProperties(node);
    if (isMap(node)) return this.readMap(node, path);
    if (isSeq(node)) {
      return node.items.map((item, i) => {
        const child = item as Node | null;
        this.places.set(pathKey([...path, i]), { value: child ? this.spanOf(child) : this.spanOf(node) });
        return this.read(child, [...path, i]);
      });
    }
    if (isScalar(node)) return this.readScalar(node, path);
    return undefined;
  }

  private readScalar(node: Scalar, path: Path): unknown {
    const span = this.spanOf(node);
    if (node.type === "PLAIN") {
      const trap = trapIn(this.text.slice(span.offset, span.offset + span.length), node.value);
      if (trap) this.report(trap, span);
      // `data: #base` is a comment after nothing.
      const comment = node.value === null ? /^[ \t]*#([A-Za-z][\w-]*)[ \t]*$/.exec(this.restOfLine(span.offset)) : null;
      const key = path[path.length - 1];
      if (comment && typeof key === "string")
        this.report({ code: "hash-reference", key, id: comment[1]! }, this.lineEnd(span.offset));
    }
    return node.value;
  }

  private readMap(node: YAMLMap, path: Path): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const firstAt = new Map<string, number>();
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const keySpan = keyNode ? this.spanOf(keyNode) : this.spanOf(node);
      if (keyNode) this.refuseProperties(keyNode);
      if (!isScalar(keyNode) || keyNode.value === null || ["", "__proto__"].includes(String(keyNode.value))) {
        if (!isAlias(keyNode))
          this.report({ code: "bad-key", shown: keyNode ? describe(keyNode) : "nothing" }, keySpan);
        continue;
      }
      const key = String(keyNode.value);
      if (key === "<<" && keyNode.type === "PLAIN") {
        this.report({ code: "merge-key" }, keySpan);
        continue;
      }
      const first = firstAt.get(key);
      if (first !== undefined) {
        this.report({ code: "duplicate-key", key, firstLine: this.lineOf(first) }, keySpan);
        continue;
      }
      firstAt.set(key, keySpan.offset);
      const child = pair.value as Node | null;
      const childPath = [...path, key];
      this.places.set(pathKey(childPath), {
        key: keySpan,
        value: child && this.spanOf(child).length > 0 ? this.spanOf(child) : keySpan,
      });
      value[key] = this.read(child, childPath);
    }
    return value;
  }

  private refuseProperties(node: Node): void {
    const span = this.spanOf(node);
    if (isAlias(node)) this.report({ code: "anchor", shown: `*${node.source}` }, span);
    else if (node.anchor) this.report({ code: "anchor", shown: `&${node.anchor}` }, span);
    if (!isAlias(node) && node.tag) this.report({ code: "tag", shown: node.tag }, span);
  }

  private report(finding: Finding, span: Span): void {
    this.problems.push({ finding, span });
  }

  private spanOf(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return { offset: start, length: end - start };
  }

  private restOfLine(offset: number): string {
    return this.text.slice(offset, this.text.length).split("\n", 1)[0]!;
  }

  private lineEnd(offset: number): Span {
    const rest = this.restOfLine(offset);
    const blank = rest.length - rest.trimStart().length;
    return { offset: offset + blank, length: Math.max(1, rest.trim().length) };
  }
}

function describe(node: Node): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  return isScalar(node) ? show(node.value) : "an alias";
}

/** A value as a message shows it, at most 40 characters. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
