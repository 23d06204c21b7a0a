import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { renderReport } from "../../../src/figures/report/index";
import { EXERCISES, HOSTILE, reportInput, runOf } from "../../golden/records";

const input = reportInput({ classes: EXERCISES, seeds: [1, 2, 3], epochs: 6 });

test("the report shows the last epoch as the result, and best on validation labelled beside it", async () => {
  const page = await renderReport(input);
  const top1 = input.runs.map(({ result }) => result.test.top1 * 100);
  const mean = top1.reduce((a, b) => a + b) / 3;
  const std = Math.sqrt(top1.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
  assert.ok(page.includes(`${mean.toFixed(2)} ± ${std.toFixed(2)}`));
  for (const words of [
    "last epoch",
    "best on validation",
    "Test looks",
    "reconstruction from the method",
    "Learning curves",
    "Provenance",
    input.runs[0]!.runId,
  ])
    assert.ok(page.includes(words), words);
});

test("equal input gives equal bytes, in any order of the runs", async () => {
  assert.equal(
    await renderReport({ ...input, runs: [...input.runs].reverse() }).then(body),
    body(await renderReport(input)),
  );
});

/** Without the footer, which lists the runs as given. */
const body = (page: string): string => page.slice(0, page.indexOf("<footer>"));

test("it loads nothing and allows exactly the script it was given", async () => {
  const confusionScript = 'const a = "</script><!-- x";';
  const page = await renderReport({ ...input, confusionScript });
  assert.doesNotMatch(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ""), /https?:|src=|@import|url\((?!#)/);
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
  assert.deepEqual(scripts, ['const a = "<\\/script><\\!-- x";']);
  const hash = createHash("sha256").update(scripts[0]!).digest("base64");
  assert.ok(page.includes(`script-src &#39;sha256-${hash}&#39;`));
  assert.match(await renderReport(input), /script-src &#39;none&#39;/);
});

test("hostile names, titles, cells and warnings stay text", async () => {
  const run = runOf({ classes: HOSTILE, seeds: [1], epochs: 2 }, 1);
  for (const evil of HOSTILE) {
    const page = await renderReport({
      title: evil,
      notebook: evil,
      generatedAt: evil,
      version: evil,
      cells: [{ id: evil, kind: evil, text: evil, runIds: [run.runId] }],
      runs: [
        {
          ...run,
          events: [...run.events, { at: 1, type: "warning", message: evil }],
          configHash: evil,
          dataHash: evil,
        },
      ],
      models: [{ cell: evil, rows: [{ name: evil, output: evil, parameters: 1 }] }],
    });
    const tags = new Set([...page.matchAll(/<([a-z][\w:-]*)/gi)].map((match) => match[1]!.toLowerCase()));
    assert.ok(!tags.has("img"), evil);
    const scripts = [...page.matchAll(/<script([^>]*)>/g)].map((match) => match[1]);
    assert.deepEqual(scripts, [' type="application/json"'], evil);
    assert.doesNotMatch(page, /<[^>]*\son\w+=(?!&)/);
  }
});

test("ids are unique in the page and every reference has its target", async () => {
  const page = await renderReport(
    reportInput({ classes: EXERCISES, seeds: [1, 2], epochs: 3, names: ["base", "other"] }),
  );
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, id] of page.matchAll(/(?:href="|url\()#([^")]+)/g)) assert.ok(ids.includes(id!), id);
});

test("runs are averaged only when they differ in the seed alone", async () => {
  const options = { classes: EXERCISES, seeds: [1], epochs: 3 };
  const [a, b] = [runOf(options, 1), runOf(options, 2, { lr: 0.05 })];
  const page = await renderReport({
    ...input,
    cells: [{ id: "mixed", kind: "train", text: "", runIds: [a.runId, b.runId] }],
    runs: [a, b],
  });
  assert.match(page, /<h2>mixed\.1<\/h2>[\s\S]*<h2>mixed\.2<\/h2>/);
});

test("the author's folders stay out of the page", async () => {
  assert.doesNotMatch(await renderReport(input), /\/home\/someone/);
});

test("without runs it says so", async () => {
  const page = await renderReport({ ...input, runs: [], cells: input.cells.map((cell) => ({ ...cell, runIds: [] })) });
  assert.match(page, /No run has finished yet/);
  assert.match(page, /Not run: base\./);
});
