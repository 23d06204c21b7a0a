import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Evaluation } from "../../common/runRecord";
import { printable } from "../../common/payloads/printable";
import { dateWords } from "../../figures/export/input";
import type { CellValue, Table } from "../../figures/table";
import { layoutName } from "../../model/skeleton/layoutText";
import type { StoredRun } from "../running/storedRuns";
import type { PairedTest } from "../runs/compareRuns";
import { changedKeys, differentKeys, valueText } from "../runs/configKeys";
import type { FoundRuns } from "../runs/findRuns";
import { runFacts, type RunFacts } from "../runs/runFacts";
import { clock, count } from "../words";
import { fittingText } from "./results";
import { shown } from "./terminal";

/** `hgl runs list`, from facts in their order. */
export function listText(facts: readonly RunFacts[], { damaged, root }: FoundRuns, columns: number | null): string {
  if (facts.length + damaged.length === 0) return `${shown(root)}: no runs\n`;
  const table: Table = {
    columns: [
      { title: "Run" },
      { title: "Cell" },
      { title: "Notebook", align: "left" },
      { title: "Seed", align: "right" },
      { title: "State" },
      { title: "Top-1 (%)", align: "right", digits: 2, times: 100 },
      { title: "Epochs", align: "right" },
      { title: "Time", align: "right" },
    ],
    rows: facts.map((one) => [
      one.run,
      `#${one.cell}`,
      one.notebook,
      String(one.seed),
      one.state,
      one.top1,
      `${one.epoch}/${one.epochs}`,
      clock(one.seconds),
    ]),
  };
  const broken = damaged.map(({ folder, why }) => `${folder.id}  damaged: ${printable(why)}.\n`).join("");
  const list = facts.length > 0 ? fittingText(table, columns) : "";
  return `${list}${list && broken ? "\n" : ""}${broken}`;
}

/** `hgl runs show`. @throws HglError "store", "disk" where its files cannot be read */
export function showText(run: StoredRun, columns: number | null): string {
  const { spec, folder, config } = run;
  const facts = runFacts(run);
  const changes = changedKeys(config);
  const keys: Table = {
    columns: [{ title: "Key" }, { title: "Value" }, { title: "Default" }],
    rows: changes.map(({ key, value, usual }) => [key, valueText(value), valueText(usual)]),
  };
  const lines: [string, string][] = [
    ["cell", `#${facts.cell}${facts.notebook === null ? "" : ` of ${facts.notebook}`}`],
    ["seed", String(facts.seed)],
    ["state", facts.message === null ? facts.state : `${facts.state}: ${facts.message}`],
    ["begun", facts.startedAt === null ? "never" : dateWords(facts.startedAt)],
    ["trained", `${facts.epoch} of ${count(facts.epochs, "epoch")} in ${clock(facts.seconds)}`],
    ["data", `${config.data.source}, ${count(spec.classes.length, "class", "classes")}, ${layoutName(spec.layout)}`],
    ["content", spec.dataHash],
    ["version", spec.codeVersion],
    ["looks", `${count(folder.testLooks(), "evaluation")} on the test split`],
  ];
  const parts = [
    `run ${folder.id}\n\n${lines.map(([name, value]) => `${name.padEnd(10)}${printable(value)}\n`).join("")}`,
    changes.length > 0 ? fittingText(keys, columns) : "Every key has its default.\n",
    resultText(run, columns),
    `${filesText(folder.path, columns)}`,
  ];
  return parts.join("\n");
}

function resultText({ folder }: StoredRun, columns: number | null): string {
  const result = folder.result();
  if (!result) return "No result yet.\n";
  const { test, validation, bestOnValidation: best } = result;
  const columnsOf: [string, Evaluation][] = [["Test", test]];
  if (best) columnsOf.push([`Test, epoch ${best.epoch}`, best.test]);
  if (validation) columnsOf.push(["Validation", validation]);
  const rows: [string, (one: Evaluation) => string][] = [
    ["clips", ({ clips }) => clips.toLocaleString("en-US")],
    ["top-1 (%)", ({ top1 }) => (100 * top1).toFixed(2)],
    ["top-5 (%)", ({ top5 }) => (100 * top5).toFixed(2)],
    ["loss", ({ loss }) => loss.toFixed(4)],
    ["calibration error (%)", ({ ece }) => (100 * ece).toFixed(2)],
  ];
  const table: Table = {
    columns: [{ title: "Result" }, ...columnsOf.map(([title]) => ({ title, align: "right" }) as const)],
    rows: rows.map(([name, value]) => [name, ...columnsOf.map(([, one]) => value(one))]),
    ...(best ? { note: `The result is that of the last epoch; epoch ${best.epoch} was best on validation.` } : {}),
  };
  return fittingText(table, columns);
}

function filesText(path: string, columns: number | null): string {
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const table: Table = {
    columns: [{ title: `Files of ${shown(path)}` }, { title: "Bytes", align: "right" }],
    rows: files.map((file) => [file.slice(path.length + 1), statSync(file, { throwIfNoEntry: false })?.size ?? null]),
  };
  return fittingText(table, columns);
}

/** `hgl runs compare`: the keys that differ, the results, and the tests against the first run. */
export function compareText(runs: readonly StoredRun[], tests: readonly PairedTest[], columns: number | null): string {
  const ids = runs.map(({ folder }) => folder.id);
  const more: [string, readonly string[]][] = [
    ["data content", runs.map(({ spec }) => spec.dataHash.slice(0, 12))],
    ["version", runs.map(({ spec }) => spec.codeVersion)],
  ];
  const keys: Table = {
    columns: [{ title: "Key" }, ...ids.map((title) => ({ title }))],
    rows: [
      ...differentKeys(runs.map(({ config }) => config)).map(({ key, values }) => [key, ...values.map(valueText)]),
      ...more.filter(([, values]) => new Set(values).size > 1).map(([name, values]) => [name, ...values]),
    ],
  };
  const parts = [
    keys.rows.length > 0 ? fittingText(keys, columns) : "These runs differ in no key.\n",
    fittingText(resultsTable(runs), columns),
    tests.length > 0
      ? fittingText(testsTable(tests), columns)
      : "No paired test: the first run and another need a result.\n",
  ];
  return parts.join("\n");
}

function resultsTable(runs: readonly StoredRun[]): Table {
  return {
    columns: [
      { title: "Run" },
      { title: "Cell" },
      { title: "Seed", align: "right" },
      { title: "State" },
      { title: "Top-1 (%)", align: "right", digits: 2, times: 100 },
      { title: "Top-5 (%)", align: "right", digits: 2, times: 100 },
      { title: "Loss", align: "right", digits: 4 },
      { title: "Parameters", align: "right" },
      { title: "Time", align: "right" },
    ],
    rows: runs.map((run): CellValue[] => {
      const { cell, seed, state, seconds } = runFacts(run);
      const result = run.folder.result();
      const { top1 = null, top5 = null, loss = null } = result?.test ?? {};
      return [
        run.folder.id,
        `#${cell}`,
        String(seed),
        state,
        top1,
        top5,
        loss,
        result?.parameters ?? null,
        clock(seconds),
      ];
    }),
  };
}

function testsTable(tests: readonly PairedTest[]): Table {
  const points = (share: number): string => signed(100 * share);
  const several = tests.length > 1;
  return {
    columns: [
      { title: `Against ${tests[0]!.against}` },
      { title: "Points", align: "right" },
      { title: "95 % interval", align: "right" },
      { title: "Only it right", align: "right" },
      { title: "Only the first", align: "right" },
      { title: "p", align: "right" },
      ...(several ? [{ title: "p (Holm)", align: "right" } as const] : []),
    ],
    rows: tests.map(({ run, difference, interval, counts, p, holm }) => [
      run,
      points(difference),
      `${points(interval.low)} to ${points(interval.high)}`,
      String(counts.onlySecond),
      String(counts.onlyFirst),
      probability(p),
      ...(several ? [probability(holm)] : []),
    ]),
    note: `McNemar's exact test and Newcombe's interval over the same ${count(tests[0]!.clips, "test clip")}; one seed tells nothing of what other seeds would give.`,
  };
}

function signed(points: number): string {
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(2)}`;
}

function probability(p: number): string {
  return p < 0.0001 ? "< 0.0001" : p.toFixed(4);
}
