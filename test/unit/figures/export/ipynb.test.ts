import assert from "node:assert/strict";
import { test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import type { ExportInput } from "../../../../src/figures/export/input";
import { NO_OUTPUT, STALE } from "../../../../src/figures/export/input";
import { toIpynb } from "../../../../src/figures/export/ipynb";
import { HOSTILE } from "../../../golden/records";
import { assertNotebook, type Notebook } from "./nbformat";
import { hgl, PNG, SAMPLE, SVG } from "./sample";

async function read(input: ExportInput): Promise<Notebook> {
  const notebook = JSON.parse(await toIpynb(input)) as unknown;
  assertNotebook(notebook);
  return notebook;
}

const SOURCE = SAMPLE.cells.map((cell) =>
  cell.type === "prose" ? cell.markdown : cell.source.map(({ text }) => text).join(""),
);

test("it is a notebook of nbformat 4.5 with the cells and texts of ours, in their order", async () => {
  const { cells, metadata } = await read(SAMPLE);
  assert.deepEqual(
    cells.map(({ source }) => (source as string[]).join("")),
    SOURCE,
  );
  assert.deepEqual(
    cells.map(({ cell_type, id }) => `${cell_type} ${id}`),
    [
      "markdown start",
      "code clips",
      "code net",
      "markdown after-net",
      "code base",
      "code moves",
      "code curves",
      "code later",
      "code dots",
    ],
  );
  assert.deepEqual(metadata["hocslm"], {
    notebook: "sample.hgl.md",
    notebookId: "nb-1",
    version: "0.1.0",
    exported: "2026-11-30 20:37 UTC",
    runs: SAMPLE.runs,
  });
  assert.equal((metadata["language_info"] as { name: string }).name, "hgl");
});

test("outputs are there in the forms that others show, a training with its curves, a payload under its own type", async () => {
  const { cells } = await read(SAMPLE);
  const dataOf = (id: string) => cells.find((cell) => cell.id === id)!.outputs!.map(({ data }) => data!);
  const [stale, training, loss, accuracy, result] = dataOf("base");
  assert.deepEqual(stale!["text/plain"], [STALE]);
  assert.equal((training![MIME.training] as { kind: string }).kind, "training");
  assert.deepEqual(Object.keys(training!), [MIME.training, "text/plain"]);
  for (const one of [loss, accuracy]) assert.match((one!["image/svg+xml"] as string[]).join(""), /^<svg [^]*<\/svg>$/);
  assert.deepEqual(result!["text/markdown"], ["| Result |\n", "| :-- |\n", "| 91 ± 2 |\n"]);
  const [moves, ...none] = dataOf("moves");
  assert.deepEqual(moves!["image/svg+xml"], [SVG]);
  assert.deepEqual(none, []);
  assert.equal(dataOf("dots")[0]!["image/png"], PNG.toString("base64"));
  const later = cells.find(({ id }) => id === "later")!;
  assert.deepEqual(later.outputs, []);
  assert.equal((later.metadata["hocslm"] as { note: string }).note, NO_OUTPUT);
});

test("a payload too large for a notebook, or none, stays out; its other forms stay", async () => {
  const output = { [MIME.data]: JSON.stringify("x".repeat(2 ** 20)), "text/plain": "words" };
  const damaged = { [MIME.figure]: "{", "text/plain": "words" };
  const { cells } = await read({ ...SAMPLE, cells: [hgl("data", "a", [output, damaged])] });
  for (const { data } of cells[0]!.outputs!) assert.deepEqual(data, { "text/plain": ["words"] });
});

test("a cell's id is its own, whatever stands around it, and all are different", async () => {
  const prose = (markdown: string) => ({ type: "prose", markdown }) as const;
  const idsOf = async (...cells: ExportInput["cells"]) => (await read({ ...SAMPLE, cells })).cells.map(({ id }) => id);
  const [a, b] = [hgl("data", "a", []), hgl("train", "b", [])];
  assert.deepEqual(await idsOf(prose("x"), a, prose("y"), b), ["start", "a", "after-a", "b"]);
  assert.deepEqual(await idsOf(prose("x"), prose("new"), a, b, prose("z")), ["start", "start-2", "a", "b", "after-b"]);
  const odd = [
    hgl("data", "a", []),
    hgl("data", "a", []),
    hgl("view", "after-a", []),
    prose("p"),
    { ...hgl("", "", []), id: null },
  ];
  assert.deepEqual(await idsOf(a, prose("x"), ...odd), [
    "a",
    "after-a-2",
    "a-2",
    "a-3",
    "after-a",
    "after-after-a",
    "cell",
  ]);
});

test("hostile words and endless ids are kept within the format", async () => {
  const cells = HOSTILE.flatMap((evil) => [
    { type: "prose", markdown: evil } as const,
    hgl(evil, evil.repeat(9), [{ "text/plain": evil, "text/markdown": evil }]),
  ]);
  await read({ ...SAMPLE, title: HOSTILE[0]!, cells });
  await read({ ...SAMPLE, cells: [] });
});

test("equal input gives equal bytes", async () => {
  assert.equal(await toIpynb(SAMPLE), await toIpynb({ ...SAMPLE }));
});
