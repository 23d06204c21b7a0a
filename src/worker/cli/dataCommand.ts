import { layoutName } from "../../model/skeleton/layoutText";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Command, Option } from "commander";
import type { DataPlace } from "../../common/config";
import { HglError } from "../../common/errors";
import { DATA_FORMATS } from "../../common/vocabulary";
import { toText } from "../../figures/table";
import { dataCard, type DataCard } from "../../model/data/card";
import type { Dataset } from "../../model/data/dataset";
import { StoredValues } from "../dataStore/storedValues";
import { STORE_SUFFIX } from "../dataStore/storeFolder";
import { encodeClipStore } from "../importing/clipStore";
import { detectFormat, importDataset, importInto } from "../importing/importDataset";
import { SAMPLE_SOURCE } from "../importing/sample";
import { makeFolder, writeFileAtomic } from "../store/atomicFile";
import { count } from "../words";
import { examples } from "./examples";
import { ShareLine } from "./shareLine";
import type { Terminal } from "./terminal";

interface DataOptions {
  readonly format: DataPlace["format"];
  readonly layout?: string;
  readonly columns?: Record<string, string>;
  readonly skipBad?: boolean;
  readonly json?: boolean;
}

const SOURCE = "ui-prmd (the shipped sample), or a file or folder in a format of the field";

export function dataCommand(terminal: Terminal): Command {
  const info = withReading(
    new Command("info")
      .description("Say what a data set holds: clips per class, people, cameras, lengths.")
      .argument("<source>", SOURCE),
  )
    .option("--json", "as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl data info ui-prmd", "the sample"],
        ["hgl data info ./all_sqe", "a folder of NW-UCLA JSON"],
        ["hgl data info ./ntu.hgl-data", "what `hgl data import` wrote"],
      ]),
    )
    .action(async (source: string, options: DataOptions) => {
      await withDataset(source, options, terminal, (dataset) => {
        const card = dataCard(dataset);
        terminal.out(options.json ? `${JSON.stringify(card)}\n` : textOf(card, dataset));
      });
    });
  const importing = withReading(
    new Command("import")
      .description("Read a data set, check every value, and store it so that it opens at once.")
      .argument("<source>", "what to read")
      .argument(
        "<target>",
        `a folder NAME${STORE_SUFFIX} for data of any size, or a small file NAME.hgl-clips to hand on`,
      ),
  )
    .addHelpText(
      "after",
      examples([
        ["hgl data import ./nturgb+d_skeletons ntu60.hgl-data", "then write `source: ./ntu60.hgl-data` in a data cell"],
        ["hgl data import ./all_sqe ucla.hgl-clips", "a small data set in one file"],
      ]),
    )
    .action(async (source: string, target: string, options: DataOptions) => {
      const path = resolve(target);
      if (isOwn(source, options)) throw alreadyImported(source);
      if (path.endsWith(".hgl-clips")) await writeClips(source, path, options, terminal);
      else await writeFolder(source, path, options, terminal);
    });
  const check = new Command("check")
    .description("Read every clip of an imported data set again and compare it with its hash.")
    .argument("<folder>", `an imported data set, NAME${STORE_SUFFIX}`)
    .addHelpText("after", examples([["hgl data check ntu60.hgl-data", "after a move to another disk"]]))
    .action(async (source: string) => {
      await withDataset(source, { format: "hgl" }, terminal, ({ values, clips }) => {
        // A single file was held to its hash when it was opened.
        const bad = values instanceof StoredValues ? clips.filter((_, at) => !values.isSound(at)) : [];
        if (bad.length === 0) return terminal.out(`${source}: ${count(clips.length, "clip")}, all sound\n`);
        const what = `${count(bad.length, "clip is", "clips are")} not as imported, the first ${bad[0]!.id}`;
        throw new HglError({ code: "data", where: source, what, next: "import the data again" });
      });
    });
  return new Command("data")
    .description("Look at data sets and import them.")
    .addCommand(info)
    .addCommand(importing)
    .addCommand(check);
}

/** The options that say how a source is read. */
function withReading(command: Command): Command {
  return command
    .addOption(
      new Option("-f, --format <name>", "what the source is").choices(["auto", ...DATA_FORMATS]).default("auto"),
    )
    .option("-l, --layout <name>", "the skeleton: a built-in layout or a .yaml file that declares one")
    .option("-c, --columns <map>", "columns of a table, as x=pos_x,y=pos_y", columnsOf)
    .option("--skip-bad", "leave bad files out instead of refusing the data set");
}

function columnsOf(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("="));
  const wrong = pairs.find((pair) => pair.length !== 2 || pair.some((side) => side.trim() === ""));
  if (wrong)
    throw new HglError({
      code: "usage",
      what: `"${wrong.join("=")}" is not of the form meaning=heading`,
      next: "write for example x=pos_x",
    });
  return Object.fromEntries(pairs.map(([meaning, heading]) => [meaning!.trim(), heading!.trim()]));
}

function placeOf(source: string, { format, layout, columns, skipBad }: DataOptions): DataPlace {
  return { source, format, layout: layout ?? null, columns: columns ?? null, bad: skipBad ? "skip" : "refuse" };
}

/** A data set for as long as it is looked at; what has to be read into a store for it is removed afterwards. */
async function withDataset(
  source: string,
  options: DataOptions,
  terminal: Terminal,
  use: (dataset: Dataset) => void,
): Promise<void> {
  const imports = mkdtempSync(join(tmpdir(), "hgl-data-"));
  const line = new ShareLine(`reading ${source}`, "clips", terminal);
  try {
    const places = { folder: process.cwd(), imports };
    use(await importDataset(placeOf(source, options), places, line.hooks).finally(() => line.end()));
  } finally {
    rmSync(imports, { recursive: true, force: true });
  }
}

async function writeClips(source: string, path: string, options: DataOptions, terminal: Terminal): Promise<void> {
  await withDataset(source, options, terminal, (dataset) => {
    const bytes = encodeClipStore(dataset);
    makeFolder(dirname(path));
    writeFileAtomic(path, bytes);
    tellWarnings(dataset, terminal);
    terminal.out(`${path}: ${count(dataset.clips.length, "clip")}, ${(bytes.length / 1e6).toFixed(1)} MB\n`);
  });
}

async function writeFolder(source: string, path: string, options: DataOptions, terminal: Terminal): Promise<void> {
  const folder = path.endsWith(STORE_SUFFIX) ? path : `${path}${STORE_SUFFIX}`;
  const line = new ShareLine(`reading ${source}`, "clips", terminal);
  const reading = importInto(placeOf(source, options), process.cwd(), folder, line.hooks);
  const dataset = await reading.finally(() => line.end());
  tellWarnings(dataset, terminal);
  terminal.out(`${folder}: ${count(dataset.clips.length, "clip")}\n`);
}

function tellWarnings({ warnings }: Dataset, terminal: Terminal): void {
  for (const message of warnings ?? []) terminal.err(`hgl: ${message}\n`);
}

function isOwn(source: string, { format }: DataOptions): boolean {
  return source === SAMPLE_SOURCE || (format === "auto" ? detectFormat(resolve(source)) : format) === "hgl";
}

function alreadyImported(source: string): HglError {
  const next = "name it as a data cell's source as it is";
  return new HglError({ code: "data", where: source, what: "this is imported already", next });
}

function textOf(card: DataCard, { protocols }: Dataset): string {
  const list = (tallies: DataCard["subjects"]) =>
    tallies.length > 0 ? `${tallies.length} (${tallies.map(({ id }) => id).join(", ")})` : "not known";
  const { min, median, max } = card.lengths;
  const lines = [
    ["data set", card.name],
    ["skeleton", `${layoutName(card.layout)}, ${count(card.joints, "joint")}, ${count(card.bodies, "body", "bodies")}`],
    ["clips", card.clips.toLocaleString("en-US")],
    ["frames", `${min} to ${max}, median ${median}`],
    ["subjects", list(card.subjects)],
    ["views", list(card.views)],
    ...(card.setups.length > 0 ? [["set-ups", list(card.setups)]] : []),
    ...protocols.map((protocol, at) => [at === 0 ? "own split" : "", splitText(protocol)]),
    ["content", card.contentHash ?? ""],
    ...(card.source ? [["source", card.source]] : []),
    ...(card.license ? [["licence", card.license]] : []),
    ...card.warnings.map((warning) => ["note", warning]),
  ];
  const columns = [
    { title: "No.", align: "right" as const },
    { title: "Class" },
    { title: "Clips", align: "right" as const },
  ];
  const table = toText({ columns, rows: card.classes.map((one, i) => [i + 1, one.name, one.clips]) }, 60);
  return `${lines.map(([key, value]) => `${key!.padEnd(10)}${value}`).join("\n")}\n\n${table}`;
}

function splitText({ name, by, train, test }: Dataset["protocols"][number]): string {
  if (by === "clip") return `${name}: ${train.length} training and ${test.length} test clips, listed by the source`;
  return `${name}, by ${by}: train ${train.join(", ") || "the others"}; test ${test.join(", ") || "the others"}`;
}
