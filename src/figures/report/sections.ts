import { topConfusedPairs } from "../../common/payloads/confusionOrder";
import { confusionPayload, confusionSpec } from "../confusion";
import type { ConfusionPayload, Judged } from "../confusion";
import { accuracySpec, learningCurves, lossSpec, rateSpec } from "../curves";
import { languageTable } from "../languageTable";
import { perClassAccuracy, perClassSpec } from "../perClass";
import { provenanceElement } from "../provenance";
import type { RunProvenance } from "../provenance";
import { provenanceTable } from "../provenanceTable";
import { perClassTable, summaryTable } from "../resultTables";
import { spreadOf } from "../statistics";
import { renderSvg } from "../svg";
import { cellText, toLatex } from "../table";
import type { CellValue, Table } from "../table";
import { configEntries } from "./groups";
import type { ReportGroup } from "./groups";
import { markup, jsonScript, Markup } from "../page/html";
import type { ReportInput, ReportModel, ReportModelRow, ReportRun } from "./input";
import { tableMarkup } from "../page/tableMarkup";

type Draw = (spec: Parameters<typeof renderSvg>[0], figure: string, title: string) => Promise<Markup>;

/** Result, seeds, curves, confusions and classes of one group, in that order. */
export async function groupSection(group: ReportGroup, input: ReportInput): Promise<Markup> {
  const { runs, anchor, name } = group;
  const classes = runs[0]!.result.classes;
  const tests = runs.map(({ result }) => result.test);
  const draw = drawer(group, input);
  return markup`<section id="${anchor}">
    <h2>${name}</h2>
    ${await seedsPart(group)} ${languagePart(group)} ${warningsPart(group)}
    <h3>Learning curves</h3>
    ${await curvesPart(group, draw)}
    <h3>Confusion matrix</h3>
    ${await confusionPart(confusionPayload(`Confusion matrix of ${name}, test split`, classes, tests, { cell: name, judged: judgedBy(group) }), draw)}
    <h3>Accuracy by class</h3>
    ${await classesPart(group, draw)}
  </section> `;
}

/** The clips of all runs of a group, where all of them tell the same. */
function judgedBy({ runs }: ReportGroup): Judged | undefined {
  const all = runs.flatMap(({ judged }) => judged ?? []);
  const [first] = all;
  const same = all.every(({ ids }) => ids.length === first!.ids.length && ids.every((id, i) => id === first!.ids[i]));
  if (!first || all.length !== runs.length || !same) return undefined;
  return { ...first, predictions: all.flatMap(({ predictions }) => predictions) };
}

/** The table of all groups, and for a single group its numbers large. */
export function summaryPart(groups: readonly ReportGroup[]): Markup {
  const table = summaryTable(groups);
  const clips = groups[0]?.runs[0]?.result.test.clips ?? 0;
  const step = clips > 0 ? markup`<p class="note">One test clip is ${(100 / clips).toFixed(2)} points.</p>` : null;
  return markup`${groups.length === 1 ? tiles(groups[0]!) : null}${tableMarkup(table)}${groups.length === 1 ? step : null}
    <details>
      <summary>This table in LaTeX</summary>
      <pre>${toLatex(table)}</pre>
    </details>`;
}

function tiles({ runs }: ReportGroup): Markup {
  const percent = { title: "", digits: 1, times: 100 };
  const results = runs.map(({ result }) => result);
  const over = runs.length === 1 ? "one seed" : `mean ± std over ${runs.length} seeds`;
  const best = spreadOf(results.map(({ bestOnValidation }) => bestOnValidation?.test.top1 ?? null));
  const seen = results[0]?.unseen ? ", seen classes" : "";
  const tile = (value: CellValue, words: string, name = ""): Markup => {
    const [mean, std] = cellText(value, percent).split(" ± ");
    return markup`<li class="${name}">
      <b>${mean}${std ? markup`<small> ± ${std}</small>` : null}<small> %</small></b>
      <span>${words}</span>
    </li>`;
  };
  return markup`<ul class="tiles">
    ${tile(spreadOf(results.map(({ test }) => test.top1)), `top-1 on test${seen}, last epoch: the result (${over})`, "main")}
    ${tile(spreadOf(results.map(({ test }) => test.top5)), `top-5 on test${seen}, last epoch (${over})`)}
    ${best ? tile(best, "top-1 on test at the epoch best on validation, for comparison") : null}
    ${tile(spreadOf(results.map(({ test }) => test.ece)), "expected calibration error on test")}
  </ul>`;
}

async function seedsPart({ runs }: ReportGroup): Promise<Markup> {
  const share = { digits: 2, times: 100, align: "right" as const };
  const table: Table = {
    columns: [
      { title: "Seed", align: "right" },
      { title: "Top-1 (%), last epoch", ...share },
      { title: "Top-5 (%), last epoch", ...share },
      { title: "Best-on-validation epoch", align: "right" },
      { title: "Top-1 (%) at that epoch", ...share },
      { title: "Validation top-1 (%), last epoch", ...share },
      { title: "Test looks", align: "right" },
      { title: "Minutes", digits: 1, align: "right" },
      { title: "Run", code: true },
    ],
    rows: runs.map(({ runId, config, result, events }) => {
      const end = events.findLast((event) => event.type === "end");
      const best = result.bestOnValidation;
      return [
        String(config.seed),
        result.test.top1,
        result.test.top5,
        best?.epoch ?? null,
        best?.test.top1 ?? null,
        result.validation?.top1 ?? null,
        result.testLooks,
        end?.type === "end" ? end.seconds / 60 : null,
        runId.slice(0, 12),
      ];
    }),
    note: "The last epoch is the result. The test split chose nothing: no epoch, weight or threshold; a look is one evaluation on it.",
  };
  return tableMarkup(table);
}

function languagePart({ runs }: ReportGroup): Markup | null {
  const table = languageTable(runs);
  return (
    table &&
    markup`<h3>Skeletons and descriptions</h3>
    ${tableMarkup(table)}`
  );
}

function warningsPart({ runs }: ReportGroup): Markup | null {
  const words = runs.flatMap(({ config, events }) =>
    events.flatMap((event) => {
      if (event.type === "warning") return [`seed ${config.seed}: ${event.message}`];
      if (event.type === "interrupted")
        return [`seed ${config.seed}: interrupted at step ${event.step}, resumed later`];
      return [];
    }),
  );
  if (words.length === 0) return null;
  const distinct = [...new Set(words)];
  const rest = distinct.length > 12 ? markup`<li>and ${distinct.length - 12} more</li>` : null;
  return markup`<div class="warning">
    <b>What the runs warned of</b>
    <ul>
      ${distinct.slice(0, 12).map((word) => markup`<li>${word}</li>`)}${rest}
    </ul>
  </div>`;
}

async function curvesPart({ name, runs }: ReportGroup, draw: Draw): Promise<Markup> {
  const curves = learningCurves(runs.map(({ events }) => events));
  if (curves.trainLoss.length === 0) return markup`<p class="note">The event log holds no finished epoch.</p>`;
  const over =
    curves.runs > 1 ? `Mean over ${curves.runs} seeds; the band is one standard deviation either side.` : "One seed.";
  const figures = [
    await draw(lossSpec(curves), "loss", `Loss by epoch, ${name}`),
    await draw(accuracySpec(curves), "accuracy", `Accuracy by epoch, ${name}`),
  ];
  if (curves.rate.length > 0) figures.push(await draw(rateSpec(curves), "rate", `Learning rate by epoch, ${name}`));
  return markup`<div class="columns">${figures.map((figure) => markup`<figure>${figure}</figure>`)}</div>
    <p class="note">${over} Training accuracy is measured while the weights still move and under augmentation.</p>`;
}

async function confusionPart(payload: ConfusionPayload, draw: Draw): Promise<Markup> {
  const large = payload.classes.length > 25;
  const svg = await draw(confusionSpec(payload, { side: large ? 720 : 460 }), "confusion", payload.title);
  const pairs: Table = {
    columns: [
      { title: "True class" },
      { title: "Taken for" },
      { title: "Clips", align: "right" },
      { title: "Share (%)", digits: 1, times: 100, align: "right" },
    ],
    rows: topConfusedPairs(payload.counts, 10).map(({ truth, predicted, count, share }) => [
      payload.classes[truth]!,
      payload.classes[predicted]!,
      count,
      share,
    ]),
  };
  const sum = payload.evaluations > 1 ? `, summed over ${payload.evaluations} seeds` : "";
  return markup`<p class="note">Test split, last epoch${sum}. Shares are of the true class's clips, in per cent.</p>
    <div class="confusion">
      <div data-hgl-confusion></div>
      ${jsonScript(payload)}
      <div class="static">
        <figure>${svg}</figure>
        ${pairs.rows.length ? tableMarkup(pairs, "Most confused pairs") : markup`<p class="note">No test clip was confused.</p>`}
      </div>
    </div>`;
}

async function classesPart({ name, runs }: ReportGroup, draw: Draw): Promise<Markup> {
  const accuracies = perClassAccuracy(
    runs[0]!.result.classes,
    runs.map(({ result }) => result.test),
  );
  const table = perClassTable(accuracies, runs.length);
  const chart = await draw(perClassSpec(accuracies), "per-class", `Accuracy by class, ${name}`);
  const caption =
    runs.length > 1
      ? "Mean over seeds, lowest first; the line is one standard deviation either side, dots are seeds."
      : "Lowest first.";
  const whole = markup`${tableMarkup(table)}
    <details>
      <summary>This table in LaTeX</summary>
      <pre>${toLatex(table)}</pre>
    </details>`;
  return markup`<figure>
      ${chart}
      <figcaption>${caption}</figcaption>
    </figure>
    ${
      accuracies.length > 30
        ? markup`<details>
            <summary>Table of ${accuracies.length} classes</summary>
            ${whole}
          </details>`
        : whole
    }`;
}

/** One table per section; a column for each group, and a mark on what differs between groups. */
export function configPart(groups: readonly ReportGroup[]): Markup {
  const entries = groups.map(({ runs }) => new Map(configEntries(runs[0]!.config)));
  const keys = [...new Set(entries.flatMap((map) => [...map.keys()]))];
  const tables = (["data", "model", "train"] as const).map((section) => {
    const rows = keys
      .filter((key) => key.startsWith(`${section}.`))
      .map((key) => {
        const values = entries.map((map) => map.get(key) ?? "–");
        const differs = new Set(values).size > 1;
        return [
          `${key.slice(section.length + 1)}${differs ? " *" : ""}`,
          ...(differs || groups.length === 1 ? values : [values[0]!, ...values.slice(1).map(() => "same")]),
        ];
      });
    const columns = [
      { title: "Key", code: true },
      ...groups.map(({ name }) => ({ title: groups.length === 1 ? "Value" : name })),
    ];
    return tableMarkup({ columns, rows }, section);
  });
  const seeds = groups
    .map(({ name, runs }) => `${name}: ${runs.map(({ config }) => config.seed).join(", ")}`)
    .join("; ");
  return markup`<div class="${groups.length === 1 ? "configs" : ""}">${tables}</div>
    <p class="note">Seeds: ${seeds}.${groups.length > 1 ? " * differs between cells." : null}</p>`;
}

export function modelPart({ cell, rows }: ReportModel): Markup {
  const has = (key: "output" | "multiplyAdds" | "milliseconds"): boolean => rows.some((row) => row[key] !== undefined);
  const sum = (key: "parameters" | "multiplyAdds" | "milliseconds"): number =>
    rows.reduce((total, row) => total + (row[key] ?? 0), 0);
  const picks: { column: Table["columns"][number]; of: (row: ReportModelRow) => CellValue; total: CellValue }[] = [
    { column: { title: "Block" }, of: (row) => row.name, total: "all" },
    ...(has("output")
      ? [{ column: { title: "Output" }, of: (row: ReportModelRow) => row.output ?? null, total: "" }]
      : []),
    { column: { title: "Parameters", align: "right" }, of: (row) => row.parameters, total: sum("parameters") },
  ];
  if (has("multiplyAdds")) {
    picks.push({
      column: { title: "Multiply-adds (M)", digits: 1, times: 1e-6, align: "right" },
      of: (row) => row.multiplyAdds ?? null,
      total: sum("multiplyAdds"),
    });
  }
  if (has("milliseconds"))
    picks.push({
      column: { title: "ms", digits: 2, align: "right" },
      of: (row) => row.milliseconds ?? null,
      total: sum("milliseconds"),
    });
  const table = {
    columns: picks.map(({ column }) => column),
    rows: [...rows.map((row) => picks.map(({ of }) => of(row))), picks.map(({ total }) => total)],
  };
  return tableMarkup(table, `Network of ${cell}`);
}

export function provenancePart(groups: readonly ReportGroup[]): Markup {
  const runs = groups.flatMap(({ name, runs }) => runs.map((run) => ({ cell: name, ...provenanceOf(run) })));
  const note = "Hashes are cut to 16 hexadecimal digits here; every drawing carries them in full in its metadata.";
  return tableMarkup({ ...provenanceTable(runs), note });
}

function provenanceOf({ runId, config, configHash, dataHash }: ReportRun): RunProvenance {
  return { runId, seed: config.seed, configHash: configHash ?? null, dataHash: dataHash ?? null };
}

function drawer({ name, anchor, runs }: ReportGroup, { version, notebook }: ReportInput): Draw {
  return async (spec, figure, title) => {
    const metadata = provenanceElement({
      version,
      notebook,
      cell: name,
      figure,
      runs: runs.map(provenanceOf),
    });
    return new Markup(await renderSvg(spec, { title, idPrefix: `${anchor}-${figure}`, metadata }));
  };
}
