import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkFigure } from "../../../../src/common/payloads/figure";
import { readCertifiedFile } from "../../../../src/figures/files/certificate";
import { readProvenance } from "../../../../src/figures/provenance";
import { sha256 } from "../../../../src/worker/store/runFolder";
import { fakeLaunch, serveHere, type Client } from "./client";
import { notebookFolder } from "./notebook";

const CELLS = `
\`\`\`hgl ablation #modules
of: base
factors:
  model.cts: [both, gsm]
  data.stream: [J, B]
\`\`\`

\`\`\`hgl figure #bars
figure: ablation
of: modules
formats: [svg]
\`\`\`

\`\`\`hgl figure #heat
figure: ablation-heat
of: modules
formats: [svg]
\`\`\`

\`\`\`hgl figure #change
figure: class-change
of: modules
variant: gsm, J
formats: [svg]
\`\`\`

\`\`\`hgl figure #wrong
figure: class-change
of: modules
variant: gms, J
formats: [svg]
\`\`\`

\`\`\`hgl table #rows
table: ablation
of: modules
formats: [tex, csv, md]
\`\`\`

\`\`\`hgl table #classes
table: ablation-classes
of: modules
formats: [md]
\`\`\`
`;

interface Opened {
  readonly root: string;
  readonly path: string;
  readonly text: string;
  readonly client: Client;
  readonly run: (cell: string) => ReturnType<typeof ask>;
}
const ask = (client: Client, path: string, text: string, cell: string) =>
  client.ask("execute", { path, text, cell, execution: `x-${cell}` });

let opened: Opened;
const ends: (() => Promise<void> | void)[] = [];
before(async () => {
  const { root, path, text: own } = notebookFolder();
  ends.push(() => rmSync(root, { recursive: true, force: true }));
  const text = own + CELLS;
  writeFileSync(path, text);
  const { client, end } = await serveHere({ launch: fakeLaunch() });
  ends.push(end);
  opened = { root, path, text, client, run: (cell) => ask(client, path, text, cell) };
  const { status, message } = await opened.run("modules");
  assert.deepEqual([message, status.state, status.seedsDone], [null, "done", 8]);
});
after(async () => {
  for (const end of ends.reverse()) await end();
});

test("the cell shows its table, what its variants change as a picture that names all runs, and how they trained", () => {
  const [table, picture, training] = opened.client.toldOf("outputs", "x-modules").at(-1)!.outputs;
  const plain = table!["text/plain"]!;
  assert.match(plain, /^cts +stream .*Difference \(points\)/m);
  assert.match(plain, /^gsm +B /m);
  assert.match(plain, /paired bootstrap over seeds and clips/);
  assert.match(picture!["text/plain"]!, /#modules: change of test accuracy against both, J, with 95% intervals/);
  const provenance = readProvenance(picture!["image/svg+xml"]!)!;
  assert.deepEqual([provenance.cell, provenance.figure], ["modules", "ablation"]);
  assert.deepEqual(
    provenance.runs.map(({ seed }) => seed),
    [1, 2, 1, 2, 1, 2, 1, 2],
  );
  assert.ok(training![MIME.training]);
});

test("the picture comes as soon as one variant beside the baseline can be held against it", () => {
  const all = opened.client.toldOf("outputs", "x-modules").map(({ outputs }) => outputs);
  for (const outputs of all) {
    const tested = /\d+\.\d{4}/.test(outputs[0]!["text/plain"]!);
    assert.equal(
      outputs.some((output) => "image/svg+xml" in output),
      tested,
    );
  }
});

for (const [id, seeds, words] of [
  ["bars", [1, 2, 1, 2, 1, 2, 1, 2], /change against both, J/],
  ["heat", [1, 2, 1, 2, 1, 2, 1, 2], />baseline</],
  ["change", [1, 2, 1, 2], /change of class accuracy/],
] as const)
  test(`the figure #${id} is drawn, says which runs it shows, and is found again`, async () => {
    const { client, run, root, path, text } = opened;
    assert.equal((await run(id)).message, null);
    const output = client.toldOf("outputs", `x-${id}`)[0]!.outputs[0]!;
    const check = checkFigure(JSON.parse(output[MIME.figure]!));
    assert.ok(check.ok && check.payload.width === 88.9);
    assert.match(output["image/svg+xml"]!, words);
    const { certificate, untouched } = readCertifiedFile(readFileSync(join(root, "figures", `${id}.svg`)), sha256)!;
    assert.equal(untouched, true);
    assert.deepEqual(
      certificate.runs.map(({ seed }) => seed),
      seeds,
    );
    const { cells } = await client.ask("restore", { path, text });
    const restored = cells.find(({ cell }) => cell === id)!;
    assert.deepEqual([restored.stale, restored.outputs[0]!["image/svg+xml"]], [false, output["image/svg+xml"]]);
  });

test("a variant that is not there is answered by the nearest one", async () => {
  assert.match(
    (await opened.run("wrong")).message!,
    /#wrong: #modules has no variant "gms, J" beside its baseline; did you mean "gsm, J"\?/,
  );
});

test("the tables are written, in LaTeX with booktabs", async () => {
  for (const id of ["rows", "classes"]) assert.equal((await opened.run(id)).message, null, id);
  const file = (name: string) => readFileSync(join(opened.root, "figures", name), "utf8");
  assert.match(file("rows.tex"), /\\toprule[^]*both & J & [^]*gsm & B & [^]*\\bottomrule/);
  assert.equal(file("rows.csv").trim().split(/\r?\n/).length, 5);
  assert.match(file("rows.md"), /paired bootstrap/);
  assert.match(file("classes.md"), /\| Class +\| both, J \(%\)/);
});
