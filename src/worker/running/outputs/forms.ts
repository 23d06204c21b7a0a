import { escapeMarkdown, toMarkdown, toText, type Table } from "../../../figures/table";
import type { CellOutput } from "../../../common/wire/worker";

/** Markdown has no other way to keep two tables from touching. */
const GAP = "\n&nbsp;\n\n";

/** Tables, one under the other, as Markdown and as plain text; `lines` are sentences that go above them. */
export function tables(
  all: readonly Table[],
  lines: { readonly markdown: string; readonly text: string }[] = [],
): CellOutput {
  return {
    "text/markdown": [
      ...lines.map(({ markdown }) => `${markdown}\n`),
      all.map((table) => toMarkdown(table)).join(GAP),
    ].join("\n"),
    "text/plain": [...lines.map(({ text }) => `${text}\n`), ...all.map((table) => toText(table, 80))].join("\n"),
  };
}

/** A line for `tables` that asks for attention. */
export function note(sentence: string): { readonly markdown: string; readonly text: string } {
  return { markdown: `⚠ ${escapeMarkdown(sentence)}`, text: `Note: ${sentence}` };
}

/** A sentence in place of an output. */
export function sentenceOutput(text: string): CellOutput {
  return { "text/plain": `${text}\n` };
}
