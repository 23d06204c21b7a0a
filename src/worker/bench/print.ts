import type { ProfileRow } from "../../engine/profile";
import { toText } from "../../figures/table";
import { count } from "../words";
import type { Work } from "./contender";
import type { LoaderTiming } from "./loader";
import type { Machine } from "./machine";
import { medianAndRange, type Spread } from "./pairs";
import type { TorchFacts } from "./torch";

/** One side's timings, milliseconds. */
export interface Side extends Spread {
  readonly ms: readonly number[];
  readonly peakBytes: number;
}

export interface BenchReport extends Work {
  readonly preset: string;
  readonly bodies: number;
  readonly machine: Machine;
  readonly ours: Side;
  readonly torch: (Side & { readonly facts: TorchFacts }) | null;
  /** Why there is no PyTorch side. */
  readonly noTorch: string | null;
  /** PyTorch's time over ours, pair by pair. */
  readonly ratio: (Spread & { readonly values: readonly number[] }) | null;
  /** Milliseconds of one run by kind of node. */
  readonly profile: readonly ProfileRow[] | null;
}

const WORK = { step: "Training step", infer: "Inference" };
/** Rows of the profile that are printed; the rest is one line. */
const PROFILE_ROWS = 25;

export function printBench(report: BenchReport): string {
  const { mode, preset, layout, classes, window, batch, bodies, threads, ours, torch, ratio, machine } = report;
  const work = `${WORK[mode]} of ${preset}: ${layout}, ${classes} classes, batch ${batch} of ${bodies} x ${window} frames, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  const row = (name: string, { median, min, max, peakBytes }: Side) => [name, median, min, max, peakBytes / 1e9];
  const table = toText({
    columns: [
      { title: "" },
      { title: "Median ms", align: "right", digits: 1 },
      { title: "Least", align: "right", digits: 1 },
      { title: "Most", align: "right", digits: 1 },
      { title: "Peak GB", align: "right", digits: 2 },
    ],
    rows: [row("ours", ours), ...(torch ? [row(`PyTorch ${torch.facts.torch}`, torch)] : [])],
  });
  const verdict = ratio
    ? `PyTorch's time over ours, median of ${ratio.values.length} pairs: ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)}).\n${blasNote(torch!.facts)}`
    : `No PyTorch beside it: ${report.noTorch}.\n`;
  return `${work}\n\n${table}\n${verdict}${report.profile ? printProfile(report.profile) : ""}\n${printMachine(machine)}`;
}

export interface LoaderReport {
  readonly mode: "loader";
  readonly batch: number;
  readonly preset: string;
  readonly timings: readonly LoaderTiming[];
  readonly machine: Machine;
}

export function printLoader({ batch, preset, timings, machine }: LoaderReport): string {
  const right = (title: string, digits = 0, times = 1) => ({ title, align: "right" as const, digits, times });
  const table = toText({
    columns: [
      { title: "" },
      right("Frames"),
      right("Loaded a second"),
      right("Least"),
      right("Most"),
      right("Trained a second", 1),
      right("Ratio"),
      right("Waiting %", 2, 100),
    ],
    rows: timings.map(({ dataset, layout, window, clipsPerSecond, training }) => {
      const { median, min, max } = medianAndRange(clipsPerSecond);
      const taken = [training?.clipsPerSecond ?? null, training?.ratio ?? null, training?.waiting ?? null];
      return [`${dataset} (${layout})`, window, median, min, max, ...taken];
    }),
  });
  const passes = count(timings[0]!.clipsPerSecond.length, "pass", "passes");
  return `Training clips in batches of ${batch}: made by the loader, median of ${passes}, and used by ${preset}, which the loader feeds\n\n${table}\n${printMachine(machine)}`;
}

function printProfile(rows: readonly ProfileRow[]): string {
  const total = rows.reduce((sum, { ms }) => sum + ms, 0);
  const shown = rows.slice(0, PROFILE_ROWS);
  const rest = rows.slice(PROFILE_ROWS);
  const line = ({ op, calls, ms }: ProfileRow) => [op, calls, ms, ms / total];
  const others: ProfileRow[] =
    rest.length === 0
      ? []
      : [
          {
            op: `${rest.length} others`,
            calls: rest.reduce((sum, { calls }) => sum + calls, 0),
            ms: rest.reduce((sum, { ms }) => sum + ms, 0),
          },
        ];
  return `\nWhere the time goes (one run, profiled)\n\n${toText({
    columns: [
      { title: "Node" },
      { title: "Calls", align: "right" },
      { title: "ms", align: "right", digits: 1 },
      { title: "%", align: "right", digits: 1, times: 100 },
    ],
    rows: [...[...shown, ...others].map(line), ["total", null, total, 1]],
  })}`;
}

function blasNote({ blas }: TorchFacts): string {
  const isReference = /^libblas\.so[.\d]*$/.test(blas);
  return isReference
    ? `This PyTorch multiplies with the reference BLAS, which is several times slower than OpenBLAS: install libopenblas0-pthread for a fair comparison.\n`
    : `PyTorch's BLAS: ${blas}.\n`;
}

/** Share of the cores at work before we began, from which a timing is worth little: threads that wait for each other lose most. */
const BUSY = 0.3;

export function printMachine({ cpu, cores, memoryBytes, system, node, onnxruntime, hgl, date, load }: Machine): string {
  const busy =
    load > BUSY * cores
      ? "Something else was running on this machine: repeat when it is quiet before quoting these numbers.\n"
      : "";
  return `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${system}; Node ${node}, ONNX Runtime ${onnxruntime}, hgl ${hgl}; ${date}; load before: ${load}\n${busy}`;
}
