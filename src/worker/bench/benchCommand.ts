import { cpus } from "node:os";
import { Command, Option } from "commander";
import { PRESETS, type Preset } from "../../common/vocabulary";
import type { ProfileRow } from "../../engine/profile";
import { layoutNamed } from "../../model/skeleton/layout";
import { completeModel, modelSchema } from "../../notebook/cells/model";
import { examples } from "../cli/examples";
import { whole, windowOf } from "../cli/networkOptions";
import type { Terminal } from "../cli/terminal";
import type { Work } from "./contender";
import { printCells, timeCells } from "./cells";
import { describeMachine } from "./machine";
import { printBench, printLoader, type BenchReport, type Side } from "./print";
import { ratios, runPairs, medianAndRange } from "./pairs";
import type { TorchTwin } from "./torch";

interface NetworkOptions {
  readonly layout: string;
  readonly classes: number;
  readonly window?: number;
  readonly batch: number;
  readonly threads: number;
  readonly preset: Preset;
  readonly pairs: number;
  readonly torch: boolean;
  readonly python: string;
  readonly profile?: boolean;
  readonly json?: boolean;
}

interface LoaderOptions {
  readonly batch: number;
  readonly passes: number;
  readonly preset: Preset;
  readonly steps: number;
  readonly threads?: number;
  readonly json?: boolean;
}

const PROFILED_RUNS = 3;
/** The skeletons that the PyTorch twin knows too. */
const LAYOUTS = ["ntu25", "ucla20"];

export function benchCommand(terminal: Terminal): Command {
  return new Command("bench")
    .description(
      "Time the network, the loader and the cell language on this machine, the network beside PyTorch where it is installed.",
    )
    .addCommand(networkCommand("step", "Time training steps: forward, backward and SGD-Nesterov update.", terminal))
    .addCommand(networkCommand("infer", "Time inference.", terminal))
    .addCommand(loaderCommand(terminal))
    .addCommand(cellsCommand(terminal));
}

function networkCommand(mode: Work["mode"], description: string, terminal: Terminal): Command {
  return new Command(mode)
    .description(description)
    .addOption(new Option("-l, --layout <name>", "skeleton").choices(LAYOUTS).default("ntu25"))
    .option("-k, --classes <n>", "number of classes", whole(2, 100_000), 60)
    .option("-t, --window <n>", "frames of a clip (default: 64 on ntu25, 52 on ucla20)", whole(8, 512))
    .option("-b, --batch <n>", "clips in one step", whole(1, 4096), 16)
    .option("--threads <n>", "threads for each side; 0 is one per core", whole(0, 1024), 0)
    .addOption(new Option("-p, --preset <name>", "size of the network").choices(PRESETS).default("hglnet"))
    .option("-n, --pairs <n>", "runs of each side, taken in turns", whole(1, 10_000), 7)
    .option("--no-torch", "time only ours")
    .option("--python <path>", "the Python that has PyTorch", "/usr/bin/python3")
    .option("--profile", "a table of where our time goes, by operator")
    .option("--json", "everything as one JSON object")
    .addHelpText(
      "after",
      examples([
        [`hgl bench ${mode}`, "the full network, batch 16, all cores"],
        [`hgl bench ${mode} --threads 1 --no-torch --profile`, "where the time goes"],
      ]),
    )
    .action(async (options: NetworkOptions) => {
      const { json } = options;
      const report = await benchNetwork(mode, options, json ? () => {} : (text) => terminal.err(`${text}\n`));
      terminal.out(json ? `${JSON.stringify(report)}\n` : printBench(report));
    });
}

function loaderCommand(terminal: Terminal): Command {
  return new Command("loader")
    .description(
      "Time how fast training batches are made, beside how fast a network trains on them: of the shipped sample, and of made-up clips as NW-UCLA and NTU RGB+D have them.",
    )
    .argument("[source]", "a data set of your own: an .hgl-data or .hgl-clips import, or a folder")
    .option("-b, --batch <n>", "clips in one batch", whole(1, 4096), 16)
    .option("-n, --passes <n>", "timed passes", whole(1, 10_000), 5)
    .addOption(new Option("-p, --preset <name>", "size of the network").choices(PRESETS).default("hglnet"))
    .option("-s, --steps <n>", "timed training steps; 0 leaves training out", whole(0, 1000), 3)
    .option("--threads <n>", "threads that make batches (default: as in training)", whole(1, 64))
    .option("--json", "everything as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl bench loader", "loading against training of the full network, batch 16"],
        ["hgl bench loader --preset hglnet-xs", "against the fastest network"],
        ["hgl bench loader ./ntu.hgl-data --batch 64", "data of your own, read from disk"],
      ]),
    )
    .action(async (source: string | undefined, options: LoaderOptions) => {
      const machine = describeMachine();
      const { batch, preset, json } = options;
      const { timeLoaders } = await import("./loader");
      const work = { ...options, source, threads: options.threads };
      const timings = await timeLoaders(work, json ? () => {} : (text) => terminal.err(`${text}\n`));
      const report = { mode: "loader" as const, batch, preset, timings, machine };
      terminal.out(json ? `${JSON.stringify(report)}\n` : printLoader(report));
    });
}

function cellsCommand(terminal: Terminal): Command {
  return new Command("cells")
    .description("Time what the editor asks while one types in a long cell: checking, completion, hover and others.")
    .option("-l, --lines <n>", "lines of the cell", whole(20, 2000), 200)
    .option("-n, --rounds <n>", "texts typed", whole(1, 10_000), 200)
    .option("--json", "everything as one JSON object")
    .addHelpText("after", examples([["hgl bench cells", "a cell of 200 lines beside 40 others"]]))
    .action(({ lines, rounds, json }: { lines: number; rounds: number; json?: boolean }) => {
      const report = timeCells(lines, rounds);
      terminal.out(json ? `${JSON.stringify(report)}\n` : printCells(report));
    });
}

async function benchNetwork(
  mode: Work["mode"],
  options: NetworkOptions,
  say: (text: string) => void,
): Promise<BenchReport> {
  const { layout, classes, batch, preset, pairs } = options;
  const machine = describeMachine();
  const threads = options.threads || cpus().length;
  const work: Work = { mode, layout, classes, window: options.window ?? windowOf(layout), batch, threads };
  const model = completeModel(modelSchema.parse({ preset }));
  const { startOurs, profileOurs } = await import("./ours");
  const { TorchTwin } = await import("./torch");
  let twin: TorchTwin | null = null;
  let missing: string | null = options.torch ? null : "left out";
  if (options.torch) {
    say("starting PyTorch …");
    const started = await TorchTwin.start(work, model, options.python);
    if ("twin" in started) twin = started.twin;
    else missing = started.missing;
  }
  try {
    say("compiling our program …");
    const ours = await startOurs(work, model);
    const times = await runPairs(ours, twin, pairs, (done) => say(`pair ${done} of ${pairs}`));
    const oursSide: Side = { ms: times.ours, ...medianAndRange(times.ours), peakBytes: ours.peakBytes() };
    await ours.close();
    const torchSide =
      twin && times.torch
        ? { ms: times.torch, ...medianAndRange(times.torch), peakBytes: twin.peakBytes(), facts: twin.facts }
        : null;
    const quotients = ratios(times);
    const profile: readonly ProfileRow[] | null = options.profile
      ? await profileOurs(work, model, PROFILED_RUNS)
      : null;
    const bodies = layoutNamed(layout).bodies;
    return {
      ...work,
      preset,
      bodies,
      machine,
      ours: oursSide,
      torch: torchSide,
      noTorch: missing,
      ratio: quotients && { values: quotients, ...medianAndRange(quotients) },
      profile,
    };
  } finally {
    await twin?.close();
  }
}
