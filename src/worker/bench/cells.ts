import { toText } from "../../figures/table";
import type { OpenCell } from "../../notebook/index";
import {
  completionsAt,
  definitionAt,
  formatCell,
  hoverAt,
  openSheet,
  problemsOf,
  symbolsOf,
  writeCellSource,
} from "../../notebook/index";
import { describeMachine, type Machine } from "./machine";
import { medianAndRange } from "./pairs";
import { printMachine } from "./print";

export interface CellsReport {
  readonly mode: "cells";
  /** Lines of the cell that is typed in, and cells beside it. */
  readonly lines: number;
  readonly others: number;
  readonly machine: Machine;
  /** Milliseconds of each answer, by what was asked. */
  readonly ms: Readonly<Record<string, readonly number[]>>;
}

const OTHERS = 40;
/** Rounds before the clock counts: what an editor has behind it after a few seconds of typing. */
const WARM_UP = 60;

/** How fast the cell language answers while someone types in a long cell of a large notebook; every round is a text never seen before. */
export function timeCells(lines: number, rounds: number): CellsReport {
  const machine = describeMachine();
  const beside = neighbours();
  const ms: Record<string, number[]> = {};
  for (let round = -WARM_UP; round < rounds; round++) {
    const clock = <T>(name: string, work: () => T): T => {
      const start = performance.now();
      const answer = work();
      if (round >= 0) (ms[name] ??= []).push(performance.now() - start);
      return answer;
    };
    const open = (mark: string): { source: string; sheet: ReturnType<typeof openSheet> } => {
      const source = longCell(lines, `${mark} ${round}`, mark === "complete" ? "de" : "device: cpu");
      return { source, sheet: openSheet([...beside, { hgl: true, source }]) };
    };
    // Each question meets a fresh text, so that none lives on what another has read.
    const checked = open("check");
    clock("validate", () => problemsOf(checked.sheet));
    const typed = open("complete");
    clock("complete a key", () => completionsAt(typed.sheet, OTHERS, typed.source.length));
    const valued = open("value");
    clock("complete a value", () => completionsAt(valued.sheet, OTHERS, valued.source.indexOf("model: ") + 7));
    const pointed = open("hover");
    clock("hover", () => hoverAt(pointed.sheet, OTHERS, pointed.source.indexOf("epochs")));
    const named = open("define");
    clock("definition", () => definitionAt(named.sheet, OTHERS, named.source.indexOf("data: ") + 6));
    const listed = open("outline");
    clock("outline", () => symbolsOf(listed.source));
    const laid = open("format");
    clock("format", () => formatCell(laid.source));
  }
  return { mode: "cells", lines, others: OTHERS, machine, ms };
}

export function printCells({ lines, others, machine, ms }: CellsReport): string {
  const rows = Object.entries(ms).map(([name, times]) => {
    const sorted = [...times].sort((a, b) => a - b);
    const { median, max } = medianAndRange(times);
    return [name, median, sorted[Math.ceil(0.95 * sorted.length) - 1]!, max];
  });
  const columns = ["Median ms", "95 of 100", "Most"].map((title) => ({ title, align: "right" as const, digits: 2 }));
  const rounds = Object.values(ms)[0]!.length;
  return `A cell of ${lines} lines beside ${others} others, ${rounds} texts each\n\n${toText({ columns: [{ title: "" }, ...columns], rows })}\n${printMachine(machine)}`;
}

/** A train cell of so many lines that says all it can: every key, long lists, comments; `mark` makes it new, `last` is its last line. */
function longCell(lines: number, mark: string, last: string): string {
  const keys = [
    "data: data0",
    "model: model0",
    "epochs: 120 # the field trains 65",
    "batch: 16",
    "optimizer: sgd",
    "lr: 0.05",
    "momentum: 0.9",
    "nesterov: true",
    "weightDecay: 0.0004",
    "warmup: 5",
    "schedule: step",
    "milestones: [40, 80, 100]",
    "decay: 0.1",
    "labelSmoothing: 0.1",
    "clip: 1",
    "accumulate: 2",
    "ema: 0.999",
    "threads: 2",
    "seeds:",
  ];
  const items = Math.min(100, Math.max(1, (lines - keys.length) >> 1));
  const seeds = Array.from({ length: items }, (_, i) => `  - ${i + 1}`);
  const written = [...keys, ...seeds];
  const notes = Array.from({ length: Math.max(0, lines - written.length - 2) }, (_, i) => `# ${mark}: remark ${i + 1}`);
  const text = [...notes, ...written, last].join("\n");
  return writeCellSource({ kind: "train", id: "long", attributes: "", text });
}

/** The rest of a large notebook. */
function neighbours(): OpenCell[] {
  return Array.from({ length: OTHERS }, (_, i): OpenCell => {
    const n = i >> 2;
    const source = [
      `data #data${n}\nsource: ui-prmd\nstream: J\naugment:\n  mirror: 0.5`,
      `model #model${n}\npreset: hglnet-s`,
      `train #train${n}\ndata: data${n}\nmodel: model${n}\nepochs: 30\nseeds: [1, 2, 3]`,
      `view #view${n}\nview: confusion\nof: train${n}`,
    ][i & 3]!;
    return { hgl: true, source };
  });
}
