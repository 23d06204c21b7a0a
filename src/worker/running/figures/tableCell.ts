import { dirname } from "node:path";
import { HglError } from "../../../common/errors";
import { retrievalTable } from "../../../figures/languageTable";
import { seenWords } from "../../../figures/resultTables";
import { spreadOf } from "../../../figures/statistics";
import { toCsv, toLatex, toMarkdown, type Table } from "../../../figures/table";
import { perClassAccuracy } from "../../../figures/perClass";
import { taughtColumn } from "../../../figures/resultTables";
import type { ResolvedTable } from "../../../notebook/resolve";
import { makeFolder, readIfThere, writeFileAtomic } from "../../store/atomicFile";
import { classChanges, tableOfVariants } from "../ablation/ablationTables";
import { mistakesTable } from "../resultTables";
import { costOf } from "./complexity";
import { comparedIn } from "./ablation";
import { figurePath, nameOf, type WrittenFile } from "./files";
import { runTables } from "./runTables";
import { groupsOf, type FigureSource, type RunGroup } from "./source";

const PRINTERS = { tex: toLatex, csv: toCsv, md: toMarkdown } as const;
/** Written first into a LaTeX or Markdown file, so that a later writing knows its own. */
const MARK = "Written by HocSLM Notebook";
const MOST_MISTAKES = 10;

/** The tables of a cell: one, or for `mistakes` one for each train cell. @throws HglError "cell", "store" */
export async function tableOf(cell: ResolvedTable, source: FigureSource): Promise<Table> {
  if (cell.table === "ablation" || cell.table === "ablation-classes") return await variantsTable(cell, source);
  const groups = await groupsOf(cell, source);
  switch (cell.table) {
    case "results":
      return await resultsTable(groups, source);
    case "classes":
      return classesTable(groups);
    case "runs":
      return runsTable(groups);
    case "mistakes":
      return allMistakes(groups);
    case "retrieval":
      return allRetrieval(cell.id, groups);
  }
}

async function variantsTable(cell: ResolvedTable, source: FigureSource): Promise<Table> {
  const { ablation, compared } = await comparedIn(cell, source);
  if (cell.table === "ablation") return tableOfVariants(ablation, compared);
  const changes = classChanges(compared, Infinity);
  if (changes) return changes;
  throw new HglError({
    code: "cell",
    where: `#${cell.id}`,
    what: `no variant of #${ablation.id} can be held against the baseline yet`,
    next: `run #${ablation.id} first`,
  });
}

/** Writes the table's files beside its figures. @throws HglError "cell" for a name that is taken, "disk" */
export function writeTable(cell: ResolvedTable, table: Table, { opened }: Pick<FigureSource, "opened">): WrittenFile[] {
  return cell.formats.map((format) => {
    const path = figurePath(cell, opened, format);
    const text = marked(format, PRINTERS[format](table), `${opened.name}, #${cell.id}`);
    keepForeign(path, format, text, cell.id);
    makeFolder(dirname(path));
    writeFileAtomic(path, text);
    return { format, name: nameOf(path, opened), bytes: Buffer.byteLength(text) };
  });
}

function marked(format: ResolvedTable["formats"][number], text: string, origin: string): string {
  if (format === "tex") return `% ${MARK} from ${origin}\n${text}`;
  if (format === "md") return `<!-- ${MARK} from ${origin.replaceAll("--", "- -")} -->\n\n${text}`;
  return text;
}

/** CSV has no comments, so a file with the table's own head is taken for ours. */
function keepForeign(path: string, format: ResolvedTable["formats"][number], text: string, cell: string): void {
  const before = readIfThere(path);
  if (before === undefined) return;
  const [was, is] = [Buffer.from(before).toString("utf8"), text].map((one) => one.split(/\r?\n/)[0]!);
  if (format === "csv" ? was === is : was!.includes(MARK)) return;
  throw new HglError({
    code: "cell",
    where: `#${cell}`,
    what: `${path} is there already and was not written by this table cell`,
    next: "rename that file, or give the cell another name with `file`",
  });
}

async function resultsTable(groups: readonly RunGroup[], source: FigureSource): Promise<Table> {
  const percent = { digits: 2, times: 100, align: "right" as const };
  const rows = [];
  const taught = taughtColumn(groups);
  for (const [i, group] of groups.entries()) {
    const { id, runs } = group;
    const { macs, parameters } = await costOf(group, source);
    rows.push([
      id,
      [...new Set(runs.map(({ config }) => config.data.stream))].join(", "),
      ...taught.cells[i]!,
      runs.length,
      spreadOf(runs.map(({ result }) => result.test.top1)),
      spreadOf(runs.map(({ result }) => result.test.top5)),
      parameters / 1e6,
      macs / 1e9,
    ]);
  }
  return {
    columns: [
      { title: "Cell" },
      { title: "Stream" },
      ...taught.columns,
      { title: "Seeds", align: "right" },
      { title: "Top-1 (%)", ...percent },
      { title: "Top-5 (%)", ...percent },
      { title: "Parameters (M)", digits: 2, align: "right" },
      { title: "Multiply-adds (G)", digits: 2, align: "right" },
    ],
    rows,
    note: [
      "Test split after the last epoch, mean ± sample standard deviation over seeds. Multiply-adds of one clip.",
      seenWords(groups.map(({ id, runs }) => ({ name: id, runs }))),
    ]
      .filter(Boolean)
      .join(" "),
  };
}

function allRetrieval(cell: string, groups: readonly RunGroup[]): Table {
  const table = retrievalTable(groups.map(({ id, runs }) => ({ name: id, runs })));
  if (table) return table;
  throw new HglError({
    code: "cell",
    where: `#${cell}`,
    what: `no run of ${groups.map(({ id }) => `#${id}`).join(", ")} was aligned with descriptions`,
    next: "name a train cell that has `text` and an `align` above 0",
  });
}

function classesTable(groups: readonly [RunGroup, ...RunGroup[]]): Table {
  const { classes } = groups[0].runs[0]!.result;
  const columns = groups.map(({ id, runs }) => ({
    id,
    accuracies: perClassAccuracy(
      classes,
      runs.map(({ result }) => result.test),
    ),
  }));
  return {
    columns: [
      { title: "No.", align: "right" },
      { title: "Class" },
      { title: "Clips", align: "right" },
      ...columns.map(({ id }) => ({ title: `${id} (%)`, digits: 1, times: 100, align: "right" as const })),
    ],
    rows: classes.map((name, i) => [
      i + 1,
      name,
      Math.round(columns[0]!.accuracies[i]!.clips),
      ...columns.map(({ accuracies }) => accuracies[i]?.spread ?? null),
    ]),
    note: "Accuracy on the test split class by class, mean ± sample standard deviation over seeds.",
  };
}

function runsTable(groups: readonly RunGroup[]): Table {
  const rows = runTables(groups, ["runs"])["runs"]!;
  const of = (row: (typeof rows)[number], key: string) => row[key] as string | number | null;
  return {
    columns: [
      { title: "Cell" },
      { title: "Seed", align: "right" },
      { title: "Run", code: true },
      { title: "Epochs", align: "right" },
      { title: "Validation (%)", digits: 2, times: 100, align: "right" },
      { title: "Top-1 (%)", digits: 2, times: 100, align: "right" },
      { title: "Top-5 (%)", digits: 2, times: 100, align: "right" },
      { title: "Loss", digits: 3, align: "right" },
      { title: "Minutes", digits: 1, align: "right" },
    ],
    rows: rows.map((row) => [
      of(row, "cell"),
      of(row, "seed"),
      of(row, "run"),
      of(row, "epochs"),
      of(row, "validationTop1"),
      of(row, "top1"),
      of(row, "top5"),
      of(row, "loss"),
      typeof of(row, "seconds") === "number" ? (of(row, "seconds") as number) / 60 : null,
    ]),
    note: "Top-1, top-5 and loss on the test split after the last epoch.",
  };
}

function allMistakes(groups: readonly RunGroup[]): Table {
  const rows = groups.flatMap(({ id, runs }) =>
    (mistakesTable(runs, MOST_MISTAKES)?.rows ?? []).map((row) => [id, ...row]),
  );
  return {
    columns: [{ title: "Cell" }, { title: "True" }, { title: "Predicted" }, { title: "Clips", align: "right" }],
    rows,
    note: `The ${MOST_MISTAKES} most frequent confusions on the test split, added up over seeds.`,
  };
}
