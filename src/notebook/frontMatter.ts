import { nearest } from "../common/errors";
import type { FindingCode, Placed } from "./findings";
import type { Line } from "./lines";
import { joinLines, lineCounter } from "./lines";
import { NotebookError } from "./notebookError";
import type { FrontMatter } from "./notebook";
import { FORMAT_VERSION } from "./notebook";
import { messageOf } from "./wording";
import { readYaml, show } from "./yaml";

const KEYS = ["hgl", "id", "title", "defaults"];

/** Values that read otherwise than meant leave the file readable; the check names them. */
const TRAPS: ReadonlySet<FindingCode> = new Set([
  "underscore-number",
  "comma-number",
  "clock-number",
  "leading-zero",
  "boolean-word",
  "hash-reference",
]);

/** Reads the `---` block that begins a file, or returns null when the file begins otherwise; throws NotebookError on a bad one. */
export function readFrontMatter(lines: readonly Line[]): { frontMatter: FrontMatter; lines: number } | null {
  const first = lines[0];
  if (!first || !/^---[ \t]*$/.test(first.text)) return null;
  const end = lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line.text));
  if (end < 0) throw new NotebookError({ code: "front-matter-open" }, 1, first.offset, first.text.length);
  const { yaml, refuse } = readBlock(lines, end);
  const problem = yaml.problems.find(({ finding }) => !TRAPS.has(finding.code));
  if (problem) refuse(problem.span.offset, problem.span.length, messageOf(problem.finding));

  const fail = (path: string[], what: string): never => {
    const span = yaml.spanOf(path, "value")!;
    return refuse(span.offset, span.length, what);
  };
  const { hgl, id, title, defaults } = yaml.value;
  if (hgl !== undefined && hgl !== FORMAT_VERSION) {
    const line = lineCounter(yaml.text)(yaml.spanOf(["hgl"], "value")!.offset);
    const { offset, text } = lines[line - 1]!;
    throw new NotebookError(
      { code: "format-version", shown: show(hgl), newest: FORMAT_VERSION },
      line,
      offset,
      text.length,
    );
  }
  if (id !== undefined && typeof id !== "string") fail(["id"], `\`id\` is ${show(id)}, not text, so put it in quotes`);
  if (title !== undefined && typeof title !== "string" && typeof title !== "number")
    fail(["title"], `\`title\` is ${show(title)}, not text`);
  if (defaults !== undefined && !isMap(defaults))
    fail(["defaults"], "`defaults` is not a map from cell kinds to their keys");
  for (const [kind, values] of Object.entries((defaults ?? {}) as Record<string, unknown>)) {
    if (!isMap(values)) fail(["defaults", kind], `\`defaults.${kind}\` is not a map of keys`);
  }
  const frontMatter: FrontMatter = {
    raw: joinLines(lines.slice(0, end + 1)),
    format: hgl === undefined ? null : FORMAT_VERSION,
    id: (id as string | undefined) ?? null,
    title: title === undefined ? null : String(title),
    defaults: (defaults ?? {}) as FrontMatter["defaults"],
  };
  return { frontMatter, lines: end + 1 };
}

/** What is odd but harmless in a front matter, with places relative to its raw text. */
export function frontMatterWarnings(frontMatter: FrontMatter): Placed[] {
  const warnings: Placed[] = [];
  const yaml = frontMatterYaml(frontMatter);
  for (const key of Object.keys(yaml.value)) {
    if (KEYS.includes(key)) continue;
    warnings.push({
      finding: { code: "front-matter-key", key, nearest: nearest(key, KEYS) ?? null },
      span: yaml.spanOf([key], "key")!,
    });
  }
  if (frontMatter.format === null) {
    warnings.push({ finding: { code: "no-front-matter", missing: "version" }, span: { offset: 0, length: 3 } });
  }
  return warnings;
}

/** The front matter's YAML with places relative to its raw text. */
export function frontMatterYaml(frontMatter: FrontMatter): ReturnType<typeof readYaml> {
  // Blanked with spaces and comments of equal length, the fence lines leave all offsets as they are.
  const inner = frontMatter.raw
    .replace(/\r(?!\n)/g, "\n")
    .replace(/^---([ \t]*)/, "###$1")
    .replace(/(\r\n|\n)(?:---|\.\.\.)([ \t]*(?:\r\n|\n|\r)?)$/, "$1###$2");
  return readYaml(inner);
}

function readBlock(lines: readonly Line[], end: number) {
  const text = ["#", ...lines.slice(1, end).map((line) => line.text)].join("\n");
  const yaml = { ...readYaml(text), text };
  const refuse = (offset: number, length: number, detail: string): never => {
    const index = Math.min(lineCounter(text)(offset) - 1, end - 1);
    const line = lines[index]!;
    throw new NotebookError(
      { code: "front-matter", detail },
      index + 1,
      line.offset,
      Math.max(1, Math.min(length, line.text.length)),
    );
  };
  return { yaml, refuse };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
