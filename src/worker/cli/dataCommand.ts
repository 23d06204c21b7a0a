import { dirname, resolve } from "node:path";
import { Command, Option } from "commander";
import type { DataConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import { toText } from "../../figures/table";
import type { Dataset } from "../../model/data/dataset";
import { encodeClipStore } from "../importing/clipStore";
import { detectFormat, importDataset } from "../importing/importDataset";
import { SAMPLE_SOURCE } from "../importing/sample";
import { makeFolder, writeFileAtomic } from "../store/atomicFile";
import { examples } from "./examples";
import { type Terminal } from "./terminal";
import { count } from "../words";

interface DataOptions {
  readonly format: DataConfig["format"];
  readonly json?: boolean;
}

export function dataCommand(terminal: Terminal): Command {
  const format = () =>
    new Option("-f, --format <name>", "what the source is").choices(["auto", "hgl", "nw-ucla"]).default("auto");
  const info = new Command("info")
    .description("Say what a data set holds: clips per class, people, cameras, lengths.")
    .argument("<source>", "ui-prmd (the shipped sample), an .hgl-clips file or a folder of NW-UCLA JSON")
    .addOption(format())
    .option("--json", "as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl data info ui-prmd", "the sample"],
        ["hgl data info ./all_sqe", "a folder of NW-UCLA JSON"],
      ]),
    )
    .action(async (source: string, options: DataOptions) => {
      const dataset = await importDataset(source, options.format, process.cwd());
      terminal.out(options.json ? `${JSON.stringify(factsOf(dataset))}\n` : textOf(dataset));
    });
  const importing = new Command("import")
    .description("Read a data set, check every value, and store it as one .hgl-clips file that opens quickly.")
    .argument("<source>", "what to read")
    .argument("<file>", "the .hgl-clips file to write")
    .addOption(format())
    .addHelpText(
      "after",
      examples([["hgl data import ./all_sqe ucla.hgl-clips", "then write `source: ./ucla.hgl-clips` in a data cell"]]),
    )
    .action(async (source: string, file: string, options: DataOptions) => {
      if (source === SAMPLE_SOURCE || (await formatOf(source, options.format)) === "hgl") throw alreadyImported(source);
      const dataset = await importDataset(source, options.format, process.cwd());
      const bytes = encodeClipStore(dataset);
      makeFolder(dirname(resolve(file)));
      writeFileAtomic(resolve(file), bytes);
      for (const message of dataset.warnings ?? []) terminal.err(`hgl: ${message}\n`);
      terminal.out(`${file}: ${count(dataset.clips.length, "clip")}, ${(bytes.length / 1e6).toFixed(1)} MB\n`);
    });
  return new Command("data").description("Look at data sets and import them.").addCommand(info).addCommand(importing);
}

async function formatOf(source: string, format: DataConfig["format"]): Promise<"hgl" | "nw-ucla"> {
  return format === "auto" ? await detectFormat(resolve(source)) : format;
}

function alreadyImported(source: string): HglError {
  const next = "name it as a data cell's source as it is";
  return new HglError({
    code: "data",
    where: source,
    what: "this is imported already (packing it again would round its values twice)",
    next,
  });
}

function factsOf(dataset: Dataset) {
  const { name, layout, classes, clips, bodies, defaultSplit, contentHash, source, license, warnings } = dataset;
  const distinct = (key: "subject" | "view") =>
    [...new Set(clips.map((clip) => clip[key]))].filter((id) => id > 0).sort((a, b) => a - b);
  const frames = clips.map((clip) => clip.frames).sort((a, b) => a - b);
  return {
    name,
    layout: layout.name,
    joints: layout.joints.length,
    bodies,
    clips: clips.length,
    classes: classes.map((label, index) => ({
      name: label,
      clips: clips.filter((clip) => clip.label === index).length,
    })),
    subjects: distinct("subject"),
    views: distinct("view"),
    frames: { least: frames[0]!, median: frames[frames.length >> 1]!, most: frames.at(-1)! },
    defaultSplit,
    contentHash,
    source,
    license,
    warnings: warnings ?? [],
  };
}

function textOf(dataset: Dataset): string {
  const facts = factsOf(dataset);
  const list = (ids: readonly number[]) => (ids.length > 0 ? `${ids.length} (${ids.join(", ")})` : "not known");
  const { by, train, test } = facts.defaultSplit;
  const lines = [
    ["data set", facts.name],
    [
      "skeleton",
      `${facts.layout}, ${facts.joints} joints, ${facts.bodies === 1 ? "1 body" : `${facts.bodies} bodies`}`,
    ],
    ["clips", facts.clips.toLocaleString("en-US")],
    ["frames", `${facts.frames.least} to ${facts.frames.most}, median ${facts.frames.median}`],
    ["subjects", list(facts.subjects)],
    ["views", list(facts.views)],
    ["own split", `by ${by}: train ${train.join(", ") || "the others"}; test ${test.join(", ") || "the others"}`],
    ["content", facts.contentHash ?? ""],
    ...(facts.source ? [["source", facts.source]] : []),
    ...(facts.license ? [["licence", facts.license]] : []),
    ...facts.warnings.map((warning) => ["note", warning]),
  ];
  const columns = [
    { title: "No.", align: "right" as const },
    { title: "Class" },
    { title: "Clips", align: "right" as const },
  ];
  const table = toText({ columns, rows: facts.classes.map((one, i) => [i + 1, one.name, one.clips]) }, 60);
  return `${lines.map(([key, value]) => `${key!.padEnd(10)}${value}`).join("\n")}\n\n${table}`;
}
