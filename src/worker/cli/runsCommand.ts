import { Command, Option } from "commander";
import { HglError } from "../../common/errors";
import type { StoredRun } from "../running/storedRuns";
import { examples } from "./examples";
import { shown, type Terminal } from "./terminal";
import { count } from "../words";

const RUN = "a run's id, the beginning of one, or a run folder";
const PLACE = ["--in <place>", "a notebook, or a folder with .hgl in it", "."] as const;

interface InPlace {
  readonly in: string;
}

/** What becomes of runs outside of a notebook: they are listed, looked at, compared, and written for other tools. */
export function runsCommand(terminal: Terminal): Command {
  return new Command("runs")
    .description("List runs, look at them, compare them, and write them for TensorBoard or MLflow.")
    .addCommand(listCommand(terminal))
    .addCommand(showCommand(terminal))
    .addCommand(compareCommand(terminal))
    .addCommand(exportCommand(terminal));
}

function listCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("List the runs of a notebook or folder, the newest first.")
    .argument("[place]", "a notebook, or a folder with .hgl in it", ".")
    .option("--json", "one JSON array")
    .addHelpText(
      "after",
      examples([
        ["hgl runs list", "those of the notebooks in this folder"],
        ["hgl runs list first-run.hgl.md", "those of one notebook"],
        ["hgl runs list ~/experiments --json", "for a program"],
      ]),
    )
    .action(async (place: string, { json }: { json?: boolean }) => {
      const { findRuns } = await import("../runs/findRuns");
      const { runFacts } = await import("../runs/runFacts");
      const found = findRuns(place);
      const facts = found.runs.map(runFacts);
      if (!json) {
        const { listText } = await import("./runsText");
        return terminal.out(listText(facts, found, terminal.columns));
      }
      const broken = found.damaged.map(({ folder, why, updatedAt }) => {
        return { run: folder.id, folder: folder.path, state: "damaged", message: why, updatedAt };
      });
      terminal.out(`${JSON.stringify([...facts, ...broken].sort((a, b) => b.updatedAt - a.updatedAt))}\n`);
    });
}

function showCommand(terminal: Terminal): Command {
  return new Command("show")
    .description(
      "Say what a run is: the keys that are not at their defaults, data, result, looks at the test split, files.",
    )
    .argument("<run>", RUN)
    .option(...PLACE)
    .addHelpText(
      "after",
      examples([
        ["hgl runs show 3f2a", "the run whose id begins so"],
        ["hgl runs show .hgl/runs/3f2a90c1d7e8", "by its folder"],
      ]),
    )
    .action(async (word: string, options: InPlace) => {
      const [run] = await chosen([word], options);
      const { showText } = await import("./runsText");
      terminal.out(showText(run!, terminal.columns));
    });
}

function compareCommand(terminal: Terminal): Command {
  return new Command("compare")
    .description(
      "Say how runs differ: keys, results, and McNemar's test of each against the first over the same test clips.",
    )
    .argument("<runs...>", `two or more: ${RUN}`)
    .option(...PLACE)
    .addHelpText("after", examples([["hgl runs compare 3f2a 91cc", "the second against the first"]]))
    .action(async (words: string[], options: InPlace) => {
      if (words.length < 2)
        throw new HglError({ code: "usage", what: "one run cannot be compared", next: "name two or more" });
      const runs = await chosen(words, options);
      const { pairedTests } = await import("../runs/compareRuns");
      const { compareText } = await import("./runsText");
      terminal.out(compareText(runs, pairedTests(runs), terminal.columns));
    });
}

function exportCommand(terminal: Terminal): Command {
  return new Command("export")
    .description("Write runs as TensorBoard event files, or as an MLflow file store.")
    .argument("<runs...>", RUN)
    .requiredOption("--to <folder>", "where to write; made when it is missing")
    .addOption(
      new Option("-f, --format <name>", "for which tool").choices(["tensorboard", "mlflow"]).makeOptionMandatory(),
    )
    .option(...PLACE)
    .addHelpText(
      "after",
      examples([
        ["hgl runs export 3f2a 91cc --to tb --format tensorboard", "then `tensorboard --logdir tb`"],
        ["hgl runs export 3f2a --to . --format mlflow", "then `mlflow ui --backend-store-uri ./mlruns`"],
      ]),
    )
    .action(async (words: string[], options: InPlace & { to: string; format: "tensorboard" | "mlflow" }) => {
      const runs = await chosen(words, options);
      const { exportRuns } = await import("../exporting/exportRuns");
      const written = exportRuns(runs, options.format, options.to);
      for (const { run, path } of written) terminal.out(`${run}  ${shown(path)}\n`);
      terminal.out(`${shown(options.to)}: ${count(written.length, "run")} for ${options.format}\n`);
    });
}

/** The runs that words mean, each once. */
async function chosen(words: readonly string[], { in: place }: InPlace): Promise<StoredRun[]> {
  const { chooseRun } = await import("../runs/chooseRun");
  const { findRuns } = await import("../runs/findRuns");
  let found: ReturnType<typeof findRuns> | undefined;
  const runs = words.map((word) => chooseRun(word, () => (found ??= findRuns(place))));
  const twice = runs.findIndex(({ folder }, i) => runs.findIndex((one) => one.folder.path === folder.path) < i);
  if (twice < 0) return runs;
  throw new HglError({ code: "usage", where: words[twice]!, what: "this run is named twice", next: "name it once" });
}
