import type { EnsembleFacts } from "../running/ensemble/ensembleCell";
import { ensembleOutputs, ensembleTable, warningsOf } from "../running/outputs/ensembleOutput";
import { fittingText } from "./results";
import type { Terminal } from "./terminal";

/** What a terminal is told of an ensemble: its table, and what all members together confuse. */
export async function ensembleText(facts: EnsembleFacts, terminal: Pick<Terminal, "columns" | "err">): Promise<string> {
  for (const sentence of warningsOf(facts)) terminal.err(`hgl: #${facts.cell}: ${sentence}.\n`);
  const confusion = (await ensembleOutputs(facts)).at(-1)!;
  return `#${facts.cell}\n\n${fittingText(ensembleTable(facts), terminal.columns)}\n${confusion["text/plain"]!}`;
}
