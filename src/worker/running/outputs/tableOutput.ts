import { escapeMarkdown, type Table } from "../../../figures/table";
import type { CellOutput } from "../../../common/wire/worker";
import { note, tables } from "./forms";

/** A table as it goes into the paper, above it what its files cannot hold, and below it the files that were written. */
export function tableOutput(
  table: Table,
  files: readonly { readonly name: string }[] = [],
  warnings: readonly string[] = [],
): CellOutput {
  const forms = tables([table], warnings.map(note));
  if (files.length === 0) return forms;
  const names = files.map(({ name }) => name);
  return {
    "text/markdown": `${forms["text/markdown"]}\n\n${names.map((name) => `[${escapeMarkdown(name)}](${encodeURI(name)})`).join(" · ")}\n`,
    "text/plain": `${forms["text/plain"]}\n${names.join("\n")}\n`,
  };
}
