import { toText, type Table } from "../../src/figures/table";
import { medianAndRange } from "../../src/worker/bench/pairs";
import { printMachine } from "../../src/worker/bench/print";
import type { Machine } from "../../src/worker/bench/machine";

/** Times of one thing, ms. */
export interface Timing {
  readonly what: string;
  readonly ms: readonly number[];
  /** The aim of what 95 of 100 take, where there is one. */
  readonly aim?: number;
}

export interface ScreenReport {
  readonly mode: "screen";
  readonly rounds: number;
  readonly seconds: number;
  readonly browser: string;
  readonly machine: Machine;
  /** Frames of the screen in a second, of the playing skeletons. */
  readonly framesPerSecond: number;
  readonly timings: readonly Timing[];
  readonly heap: readonly { readonly renderer: string; readonly rerenders: number; readonly grownBytes: number }[];
}

export function printScreen(report: ScreenReport): string {
  const { rounds, seconds, browser, machine, framesPerSecond, timings, heap } = report;
  const ms = (title: string) => ({ title, align: "right" as const, digits: 1 });
  const times: Table = {
    columns: [{ title: "" }, ms("Median ms"), ms("95 of 100"), ms("Most"), ms("Aim"), { title: "" }],
    rows: timings.map(({ what, ms: all, aim }) => {
      const { median, max } = medianAndRange(all);
      const high = ninetyFive(all);
      return [what, median, high, max, aim ?? null, aim === undefined ? "" : high <= aim ? "met" : "missed"];
    }),
  };
  const grown: Table = {
    columns: [
      { title: "Heap after re-rendering" },
      { title: "Times", align: "right" },
      { ...ms("MiB more"), digits: 2 },
    ],
    rows: heap.map(({ renderer, rerenders, grownBytes }) => [renderer, rerenders, grownBytes / 2 ** 20]),
  };
  return (
    `The renderers of dist/renderers in ${browser}, 1000 x 800 px, software rendering (no graphics card); ${rounds} rounds\n\n` +
    `${toText(times, 60)}\n` +
    `Skeletons played ${framesPerSecond.toFixed(1)} frames a second for ${seconds} s.\n\n` +
    `${toText(grown)}\n${printMachine(machine)}`
  );
}

function ninetyFive(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1]!;
}
