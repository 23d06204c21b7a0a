import type { DecodedAttention, DecodedSubject } from "../../common/payloads/attention";
import { printable } from "../../common/payloads/printable";
import { mapsOf, shortNumber, strongestEdges, termOf } from "../../figures/attentionMaps";

/** Edges told of each block. */
const TOLD = 3;

/** The strongest edges between joints, block by block, of each subject's first body. */
export function attentionInWords(payload: DecodedAttention): string {
  const told = payload.subjects.map((subject) => subjectInWords(subject, payload));
  return `${printable(payload.title)}\n\n${told.join("\n")}`;
}

function subjectInWords(subject: DecodedSubject, { joints, blocks }: DecodedAttention): string {
  const { name, label, predicted } = subject;
  const taken = predicted === null ? "" : predicted === label ? ", recognised" : `, taken for ${printable(predicted)}`;
  const head = `${printable(name)}${label === null || name.startsWith(label) ? "" : `: ${printable(label)}${taken}`}`;
  if (!subject.maps.some(({ term }) => term !== "gta" && term !== "ssf")) return `${head}\n  no graphs over joints\n`;
  const term = termOf([subject], undefined, "A");
  const width = String(blocks.length).length;
  const lines = blocks.flatMap((_, block) => {
    const edges = strongestEdges(mapsOf(subject, term, block, 0), TOLD);
    if (edges.length === 0) return [];
    const told = edges.map(
      ({ row, column, value }) => `${joint(joints, row)} from ${joint(joints, column)} ${shortNumber(value)}`,
    );
    return [`  block ${String(block + 1).padStart(width)}  ${term}  ${told.join(", ")}`];
  });
  return `${head}\n${lines.join("\n")}\n`;
}

function joint(names: readonly string[], number: number): string {
  return printable(names[number]!) || `joint ${number + 1}`;
}
