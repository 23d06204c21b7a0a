import type { AttentionTerm, DecodedAttention } from "../common/payloads/attention";
import { printable } from "../common/payloads/printable";
import { blocksOf, mapsOf, shortNumber, subjectNotes, termOf, TERM_WORDS, valueAt } from "./attentionMaps";
import { ratioScale, signedScale, TICK, type Matrix } from "./matrix";
import { drawPanels, sideOf, type Panel, type Panels } from "./panels";
import { textWidth } from "./textWidth";
import { themeFor, type Theme } from "./theme";

export interface TopologyOptions {
  readonly width: number;
  readonly theme?: Theme;
  readonly term?: AttentionTerm | undefined;
  /** From 1; the first, the middle and the last. */
  readonly blocks?: readonly number[] | undefined;
}

/** Rows of cells this high have room for a line of text, px. */
const ROOMY = 1.05 * TICK;
const EVERY = 5;

/**
 * The graphs over joints of a payload's first subject: a row for each subset, a column for each block, and before them what the bones of the
 * body say. Q is told in multiples of an even spread, all others as they are.
 *
 * @throws HglError "cell" for a term or a block that the network does not have
 */
export function topology(payload: DecodedAttention, options: TopologyOptions): string {
  const { width, theme = themeFor() } = options;
  const subject = payload.subjects[0]!;
  const term = termOf([subject], options.term, "S");
  const blocks = blocksOf(payload, options.blocks);
  const spread = term === "Q" && !subject.signed;
  const joints = payload.joints.length;
  const maps = blocks.map((block) => mapsOf(subject, term, block, 0));
  const parts = [...new Set(maps.flatMap((own) => own.map(({ part }) => part)))];
  const matrixOf = (own: (typeof maps)[number], part: string): Matrix | null => {
    const map = own.find((one) => one.part === part);
    if (!map) return null;
    const values = Float64Array.from(map.codes, (_, at) => valueAt(map, at) * (spread ? joints : 1));
    return { rows: map.rows, columns: map.columns, values };
  };
  const matrices = parts.map((part) => maps.map((own) => matrixOf(own, part)));
  const all = matrices.flat().flatMap((matrix) => matrix ?? []);

  const name = (joint: number) => printable(payload.joints[joint]!);
  const longest = Math.max(...payload.joints.map((_, joint) => textWidth(`${name(joint)} ${joint + 1}`, TICK)));
  const named = sideOf(width, longest, blocks.length + 1) / joints >= ROOMY;
  const lines = payload.partOf.flatMap((part, joint) =>
    joint > 0 && part !== payload.partOf[joint - 1] ? [joint] : [],
  );
  const ticks = Array.from({ length: joints }, (_, joint) => joint).filter(
    (joint) => named || joint === 0 || (joint + 1) % EVERY === 0,
  );
  const few = ticks.filter((joint) => joint === 0 || (joint + 1) % EVERY === 0);
  const place = (joint: number, text: string) => ({ at: joint + 0.5, text });
  const panel = (matrix: Matrix | null): Panel => ({
    matrix,
    lines,
    ticks: {
      down: ticks.map((joint) => place(joint, named ? `${name(joint)} ${joint + 1}` : `${joint + 1}`)),
      across: few.map((joint) => place(joint, `${joint + 1}`)),
    },
  });
  const panels: Panels = {
    title: printable(payload.title),
    columns: ["bones", ...blocks.map((block) => printable(payload.blocks[block]!.name))],
    rows: parts.map((part, row) => ({
      name: part,
      panels: [{ ...panel(bonesOf(part, payload.parents)), plain: true }, ...matrices[row]!.map(panel)],
    })),
    scale: spread ? ratioScale(all) : signedScale(all),
    words: shortNumber,
    notes: [
      `${TERM_WORDS[term]}${spread ? ", in multiples of an even spread" : ""}. Row: the joint that gathers; column: the one it gathers from.`.split(" "), // prettier-ignore
      ...subjectNotes(subject),
      ...(named
        ? []
        : [payload.joints.map((_, joint) => `${joint + 1}\u00a0${name(joint)}${joint < joints - 1 ? "," : ""}`)]),
    ],
  };
  return drawPanels(panels, width, theme);
}

/** The bones as the subset goes along them: to itself, from parent to child, or from child to parent. */
function bonesOf(part: string, parents: readonly number[]): Matrix {
  const n = parents.length;
  const values = new Float64Array(n * n);
  parents.forEach((parent, joint) => {
    if (part.startsWith("self")) values[joint * n + joint] = 1;
    else if (parent >= 0 && /^(forward|parent)/.test(part)) values[joint * n + parent] = 1;
    else if (parent >= 0) values[parent * n + joint] = 1;
  });
  return { rows: n, columns: n, values };
}
