import { HglError } from "../../common/errors";
import { printable } from "../../common/payloads/printable";
import { checked, Fields, refuse } from "../../common/payloads/reading";
import { leakedWords } from "../../model/language/leakage";
import { MOST_DESCRIPTION, readDescriptionFile } from "./descriptionFile";

const MOST_LINES = 1_000_000;

/** The descriptions of a file, by sample. Throws HglError "disk" where it cannot be read, "data" where it holds none or is too large. */
export function readClipDescriptions(file: string): Map<string, string[]> {
  return parseClipDescriptions(readDescriptionFile(file), file);
}

/** Reads descriptions.jsonl, one {sample, text} a line: texts by sample. Throws HglError "data" with the file and the line. */
export function parseClipDescriptions(content: string, file: string): Map<string, string[]> {
  const lines = content.replace(/^\uFEFF/, "").split(/\r?\n/);
  const next = 'write one {"sample": NAME, "text": DESCRIPTION} a line';
  if (lines.length > MOST_LINES) {
    const what = `${lines.length} lines are more than ${MOST_LINES}`;
    throw new HglError({ code: "data", what, where: file, next: "describe fewer clips" });
  }
  const texts = new Map<string, string[]>();
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const read = checked(() => clipText(line));
    if (!read.ok) throw new HglError({ code: "data", what: read.reason, where: `${file}, line ${at + 1}`, next });
    const { sample, text } = read.payload;
    const others = texts.get(sample);
    if (others) others.push(text);
    else texts.set(sample, [text]);
  }
  if (texts.size === 0) throw new HglError({ code: "data", what: "no clip is described", where: file, next });
  return texts;
}

function clipText(line: string): { sample: string; text: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refuse(`"${printable(line.slice(0, 60))}" is not JSON`);
  }
  const fields = new Fields(value, "the line");
  const sample = fields.text("sample", MOST_DESCRIPTION);
  const text = fields.text("text", MOST_DESCRIPTION);
  if (sample === "" || text.trim() === "") refuse(`"${sample === "" ? "sample" : "text"}" is empty`);
  return { sample, text };
}

/** One sentence for each description of `owner` that may give its class away; none where all are clean. */
export function leakageWarnings(className: string, texts: readonly string[], owner = className): string[] {
  return texts.flatMap((text, at) => {
    const words = leakedWords(className, text).map((word) => `"${word}"`);
    const whose = owner === className ? "its class" : `its class "${className}"`;
    return words.length === 0 ? [] : [`Description ${at + 1} of "${owner}" may name ${whose}: ${words.join(", ")}.`];
  });
}
