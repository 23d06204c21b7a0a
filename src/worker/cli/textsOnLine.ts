import type { Dataset } from "../../model/data/dataset";
import type { ResolvedText } from "../../notebook/resolve";
import { levelInWords } from "../running/outputs/textOutput";
import { prepareTexts, type PreparedTexts, type TextFacts } from "../running/textCell";
import type { KeyFor } from "../text/keys";
import { count } from "../words";
import { ShareLine } from "./shareLine";
import type { Terminal } from "./terminal";

/** The encoded descriptions of a text cell, a long encoding told of on one line. */
export async function textsOnLine(
  cell: ResolvedText,
  dataset: Dataset,
  notebookPath: string,
  terminal: Terminal,
  keyFor: KeyFor,
): Promise<PreparedTexts> {
  let line = new ShareLine(`encoding #${cell.id}`, "texts", terminal);
  return await prepareTexts(cell, dataset, notebookPath, {
    onShare: (...told) => line.hooks.onShare(...told),
    onPart: (part) => {
      line.end();
      line = new ShareLine(`${part} #${cell.id}`, part === "describing" ? "clips" : "texts", terminal);
    },
    stop: new AbortController().signal,
    access: {
      keyFor,
      editorModel: null,
      onWait: (seconds, why) => {
        terminal.err(`hgl: #${cell.id}: asking again in ${Math.ceil(seconds)} s (${why})\n`);
      },
    },
  }).finally(() => line.end());
}

/** "32 texts of exercises by use-lite-en (class-level text: …)" */
export function textLine({ texts, dataset, encoder, level }: TextFacts): string {
  return `${count(texts, "text")} for ${dataset}, encoded by ${encoder} (${levelInWords(level)})`;
}
