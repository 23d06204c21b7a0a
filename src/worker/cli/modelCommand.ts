import { Command, InvalidArgumentError, Option } from "commander";
import type { ModelConfig } from "../../common/config";
import { PRESETS, type Preset } from "../../common/vocabulary";
import { toText } from "../../figures/table";
import { LAYOUT_NAMES, layoutNamed } from "../../model/skeleton/layout";
import { completeModel, modelSchema } from "../../notebook/cells/model";
import { examples } from "./examples";
import { openNotebook } from "./readNotebook";
import { HglError } from "../../common/errors";
import type { Terminal } from "./terminal";

interface ModelOptions {
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  readonly preset: Preset;
  readonly notebook?: string;
  readonly cell?: string;
  readonly json?: boolean;
}

export function modelCommand(terminal: Terminal): Command {
  return new Command("model")
    .description("Print the network block by block: output shape, parameters, multiply-adds of one clip.")
    .addOption(new Option("-l, --layout <name>", "skeleton").choices(LAYOUT_NAMES).default("ntu25"))
    .option("-k, --classes <n>", "number of classes", whole(2, 100_000), 60)
    .option("-t, --window <n>", "frames of a clip", whole(1, 4096), 64)
    .addOption(new Option("-p, --preset <name>", "size of the network").choices(PRESETS).default("hglnet"))
    .option("--notebook <file>", "take the network from this notebook's model cell instead of a preset")
    .option("--cell <id>", "which model cell, when the notebook has several")
    .option("--json", "the table as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl model", "HGLNet for NTU RGB+D 60"],
        ["hgl model --layout ucla20 --classes 10 --window 52", "for Northwestern-UCLA"],
        ["hgl model --preset hglnet-xs --json", "a small one, for a program"],
      ]),
    )
    .action(async (options: ModelOptions) => {
      const { summarise } = await import("../../model/network/summary");
      const config =
        options.notebook === undefined
          ? completeModel(modelSchema.parse({ preset: options.preset }))
          : modelOf(options.notebook, options.cell);
      const { rows, parameters, macs } = summarise(
        config,
        layoutNamed(options.layout),
        options.classes,
        options.window,
      );
      if (options.json) {
        const { layout, classes, window } = options;
        terminal.out(`${JSON.stringify({ layout, classes, window, config, rows, parameters, macs })}\n`);
        return;
      }
      const table = {
        columns: [
          { title: "Block" },
          { title: "Output" },
          { title: "Parameters", align: "right" as const },
          { title: "Multiply-adds (M)", align: "right" as const, digits: 2 },
        ],
        rows: [
          ...rows.map((row) => [row.name, row.output, row.parameters, row.macs / 1e6]),
          ["total", "", parameters, macs / 1e6],
        ],
        note: `Skeleton ${options.layout}, ${options.classes} classes, ${options.window} frames; one clip with all its bodies.`,
      };
      terminal.out(toText(table));
    });
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

function whole(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    return value;
  };
}
