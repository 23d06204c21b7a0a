import { cpus } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ModelConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import { PRESETS, type Preset } from "../../common/vocabulary";
import { toText, type Table } from "../../figures/table";
import type { TrainedSummary } from "../../model/train/activations";
import { LAYOUT_NAMES, layoutNamed } from "../../model/skeleton/layout";
import { completeModel, modelSchema } from "../../notebook/cells/model";
import type { BlockTimes } from "./blockTimes";
import { examples } from "./examples";
import { whole, windowOf } from "./networkOptions";
import { blocksOf } from "../running/modelCell";
import { COUNT_COLUMNS, KEPT_NOTE } from "../running/modelTable";
import { openNotebook } from "../running/openNotebook";
import { type Terminal } from "./terminal";
import { count } from "../words";

interface ModelOptions {
  readonly layout: string;
  readonly classes: number;
  readonly window?: number;
  readonly preset: Preset;
  readonly notebook?: string;
  readonly cell?: string;
  readonly config?: ModelConfig;
  readonly time?: boolean;
  readonly step?: number;
  readonly threads: number;
  readonly json?: boolean;
}

export function modelCommand(terminal: Terminal): Command {
  return new Command("model")
    .summary("Print the network block by block: shapes, parameters, multiply-adds, memory, time.")
    .description(
      "Print the network part by part: output shape, parameters, multiply-adds, and the activations that training keeps of one clip for the backward pass.\n\n--time prints it block by block, with the milliseconds that one clip's inference takes on this machine. A compiled network cannot be stopped between two blocks, so a block's time is what the network takes longer with it; the first block's has stem and head in it.",
    )
    .addOption(new Option("-l, --layout <name>", "skeleton").choices(LAYOUT_NAMES).default("ntu25"))
    .option("-k, --classes <n>", "number of classes", whole(2, 100_000), 60)
    .option("-t, --window <n>", "frames of a clip (default: 52 on ucla20, else 64)", whole(1, 4096))
    .addOption(new Option("-p, --preset <name>", "size of the network").choices(PRESETS).default("hglnet"))
    .option("--notebook <file>", "take the network from this notebook's model cell instead of a preset")
    .option("--cell <id>", "which model cell, when the notebook has several")
    .addOption(
      new Option("--config <json>", "a whole configuration, as --json prints it").argParser(readConfig).hideHelp(),
    )
    .option("--time", "measure milliseconds, block by block")
    .addOption(
      new Option("--step <batch>", "measure a training step of so many clips").argParser(whole(1, 4096)).hideHelp(),
    )
    .option("--threads <n>", "threads while measuring; 0 is one per core", whole(0, 1024), 0)
    .option("--json", "the table as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl model", "HGLNet for NTU RGB+D 60"],
        ["hgl model --layout ucla20 --classes 10", "for Northwestern-UCLA"],
        ["hgl model --time", "where the time of a clip goes"],
        ["hgl model --preset hglnet-xs --json", "a small one, for a program"],
      ]),
    )
    .action(async (options: ModelOptions) => {
      const { summariseTraining } = await import("../../model/train/activations");
      const { layout, classes, preset, notebook, cell, time } = options;
      const window = options.window ?? windowOf(layout);
      const threads = options.threads || cpus().length;
      const config =
        options.config ??
        (notebook === undefined ? completeModel(modelSchema.parse({ preset })) : modelOf(notebook, cell));
      const summary = await summariseTraining(config, layoutNamed(layout), classes, window);
      // With it come the compute libraries.
      const timing = time ? await import("./blockTimes") : undefined;
      const timed = await timing?.blockTimes(config, { layout, classes, window }, threads);
      if (options.json) {
        const { step: batch } = options;
        const stepping = batch === undefined ? undefined : await import("./stepTime");
        const stepped = await stepping?.stepTime(config, { layout, classes, window, batch: batch!, threads });
        terminal.out(`${JSON.stringify({ layout, classes, window, config, ...summary, timed, stepped })}\n`);
        return;
      }
      const network = `Skeleton ${layout}, ${count(classes, "class", "classes")}, ${count(window, "frame")}; one clip with all its bodies. ${KEPT_NOTE}`;
      terminal.out(toText(timed ? blockTable(summary, timed, network) : partTable(summary, network)));
    });
}

function partTable({ rows, parameters, macs, kept }: TrainedSummary, note: string): Table {
  return {
    columns: [{ title: "Part" }, { title: "Output [M, C, V, T]" }, ...COUNT_COLUMNS],
    rows: [
      ...rows.map((row) => [row.name, row.output, row.parameters, row.macs / 1e6, row.kept / 1e6]),
      ["total", "", parameters, macs / 1e6, kept / 1e6],
    ],
    note,
  };
}

/** One row a block; the times are of blocks, not of their parts. */
function blockTable(summary: TrainedSummary, timed: BlockTimes, note: string): Table {
  const { batch, threads, milliseconds } = timed;
  const { parameters, macs, kept } = summary;
  const time = (name: string) => (name.startsWith("block ") ? milliseconds[Number(name.slice(6)) - 1]! : "");
  return {
    columns: [
      { title: "Block" },
      { title: "Output [M, C, V, T]" },
      ...COUNT_COLUMNS,
      { title: "ms", align: "right", digits: 2 },
    ],
    rows: [
      ...blocksOf(summary).map((block) => [
        block.name,
        block.output,
        block.parameters,
        block.macs / 1e6,
        block.kept / 1e6,
        time(block.name),
      ]),
      ["total", "", parameters, macs / 1e6, kept / 1e6, milliseconds.reduce((sum, one) => sum + one, 0)],
    ],
    note: `${note} Milliseconds: batch ${batch}, ${count(threads, "thread")}; block 1's have stem and head in them.`,
  };
}

function readConfig(json: string): ModelConfig {
  try {
    return completeModel(modelSchema.parse(JSON.parse(json)));
  } catch {
    throw new InvalidArgumentError("It must be a model's configuration as JSON.");
  }
}

function modelOf(path: string, id: string | undefined): ModelConfig {
  const models = openNotebook(path).cells.filter((cell) => cell.kind === "model");
  const wanted = id?.replace(/^#/, "");
  const cell = wanted === undefined ? models[0] : models.find((one) => one.id === wanted);
  if (cell?.kind === "model") return cell.config;
  throw new HglError({
    code: "cell",
    where: path,
    what: wanted === undefined ? "the notebook has no model cell" : `there is no model cell #${wanted}`,
    next: models.length > 0 ? `it has ${models.map((one) => `#${one.id}`).join(", ")}` : "add one, or use --preset",
  });
}
