import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkConfusion } from "../../../../src/common/payloads/confusion";
import { checkFigure, type FigurePayload } from "../../../../src/common/payloads/figure";
import { readCertifiedFile } from "../../../../src/figures/files/certificate";
import { VENUES } from "../../../../src/figures/venue";
import { VENUE_NAMES } from "../../../../src/notebook/cells/figure";
import { rebuildFigure } from "../../../../src/worker/running/figureRebuild";
import { rebuildFigureFiles } from "../../../../src/worker/running/figures/rebuild";
import { openNotebook } from "../../../../src/worker/running/openNotebook";
import { sha256 } from "../../../../src/worker/store/runFolder";
import { fakeLaunch, serveHere, type Client } from "./client";
import { notebookFolder } from "./notebook";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const CELLS = `
\`\`\`hgl model #plain
preset: hglnet-xs
cts: fixed
\`\`\`

\`\`\`hgl train #other
data: clips
model: plain
epochs: 2
batch: 6
lr: 0.05
seeds: [1, 2]
\`\`\`

\`\`\`hgl figure #lines
figure: curves
of: base
with: [other]
formats: [svg, pdf, png]
\`\`\`

\`\`\`hgl figure #matrix
figure: confusion
of: base
width: page
formats: [svg]
\`\`\`

\`\`\`hgl view #versus
view: confusion
of: base
minus: other
\`\`\`

\`\`\`hgl figure #change
figure: class-change
of: base
minus: other
formats: [svg]
\`\`\`

\`\`\`hgl figure #gain
figure: ablation
of: base
with: [other]
formats: [svg]
\`\`\`

\`\`\`hgl figure #cost
figure: complexity
of: base
with: [other]
reference: nw-ucla
width: 120
formats: [svg]
\`\`\`

\`\`\`hgl figure #strip
figure: skeleton
of: base
count: 1
poses: 3
formats: [svg, gif]
\`\`\`

\`\`\`hgl figure #own
figure: custom
of: base
spec:
  data: { name: scores }
  mark: point
  encoding: { x: { field: probability, type: quantitative }, y: { field: truth, type: nominal } }
formats: [svg]
\`\`\`

\`\`\`hgl figure #chinese
figure: custom
of: base
spec:
  data: { name: runs }
  mark: text
  encoding: { text: { value: "喝水 of #base" } }
formats: [svg, pdf, png]
\`\`\`

\`\`\`hgl figure #thief
figure: custom
of: base
spec: { data: { url: "file:///etc/passwd" }, mark: point }
\`\`\`

\`\`\`hgl table #numbers
table: results
of: base
with: [other]
formats: [tex, csv, md]
file: my numbers
\`\`\`
`;

async function trained(trains: readonly string[] = ["base", "other"]) {
  const folder = notebookFolder();
  ends.push(() => rmSync(folder.root, { recursive: true, force: true }));
  const text = folder.text + CELLS;
  writeFileSync(folder.path, text);
  const { client, end } = await serveHere({ launch: fakeLaunch() });
  ends.push(end);
  const run = (cell: string, now = text) =>
    client.ask("execute", { path: folder.path, text: now, cell, execution: `x-${cell}-${now.length}` });
  for (const train of trains) assert.equal((await run(train)).status.state, "done");
  return { ...folder, text, client, run };
}

function shown(client: Client, execution: string): { payload: FigurePayload; svg: string; plain: string } {
  const [told] = client.toldOf("outputs", execution);
  const output = told!.outputs[0]!;
  const checked = checkFigure(JSON.parse(output[MIME.figure]!));
  assert.ok(checked.ok, checked.ok ? "" : checked.reason);
  return { payload: checked.payload, svg: output["image/svg+xml"]!, plain: output["text/plain"]! };
}

const WIDTHS = { lines: 88.9, matrix: 181.9, change: 88.9, gain: 88.9, cost: 120, strip: 88.9, own: 88.9 } as const;

test("each figure is drawn as wide as its venue's column, and its files say what they were made from", async () => {
  const { client, run, root, text } = await trained();
  for (const [id, width] of Object.entries(WIDTHS)) {
    const end = await run(id);
    assert.equal(end.message, null, id);
    const { payload, svg } = shown(client, `x-${id}-${text.length}`);
    assert.equal(payload.width, width, id);
    assert.match(svg, /<path|<text/);
    for (const { name } of payload.files) {
      const file = readCertifiedFile(readFileSync(join(root, name)), sha256)!;
      assert.equal(file.untouched, true, name);
      assert.deepEqual([file.certificate.cell, file.certificate.notebook], [id, "n.hgl.md"]);
      const seeds = file.certificate.runs.map(({ seed }) => seed);
      assert.deepEqual(seeds, id === "strip" ? [1] : ["matrix", "own"].includes(id) ? [1, 2] : [1, 2, 1, 2], id);
    }
  }
  const { payload } = shown(client, `x-lines-${text.length}`);
  assert.deepEqual(
    payload.files.map(({ name }) => name),
    ["figures/lines.svg", "figures/lines.pdf", "figures/lines.png"],
  );
});

test("a figure is made again byte for byte, restored without being made, and stale when its cell has changed", async () => {
  const { client, run, root, path, text } = await trained();
  await run("lines");
  const files = ["svg", "pdf", "png"].map((ending) => join(root, "figures", `lines.${ending}`));
  const before = files.map((file) => readFileSync(file));
  await run("lines", `${text}\nMore words.\n`);
  files.forEach((file, i) => assert.ok(readFileSync(file).equals(before[i]!), file));

  files.forEach((file) => rmSync(file));
  const cellOf = async (now: string) =>
    (await client.ask("restore", { path, text: now })).cells.find(({ cell }) => cell === "lines")!;
  const same = await cellOf(text);
  assert.deepEqual([same.stale, same.status.state], [false, "done"]);
  assert.equal(same.outputs[0]!["image/svg+xml"], shown(client, `x-lines-${text.length}`).svg);
  assert.deepEqual(readdirSync(join(root, "figures")), [], "restoring writes nothing");
  assert.equal((await cellOf(text.replace("formats: [svg, pdf, png]", "metric: loss"))).stale, true);
});

test("the difference of two cells is shown class by class and clip by clip, restored, and refused for other clips", async () => {
  const { client, run, path, text } = await trained();
  assert.equal((await run("versus")).message, null);
  const [output] = client.toldOf("outputs", `x-versus-${text.length}`)[0]!.outputs;
  const check = checkConfusion(JSON.parse(output![MIME.confusion]!));
  assert.ok(check.ok, check.ok ? "" : check.reason);
  const { cell, minus, clips, predictions } = check.payload;
  assert.deepEqual([cell, minus?.cell, clips?.ids.length, predictions.length], ["base", "other", 12, 2]);
  assert.match(output!["image/svg+xml"]!, />better \(points\)</);
  assert.match(
    output!["text/plain"]!,
    /#base minus #other: .*\n\nAccuracy \d+\.\d\d % to \d+\.\d\d %: .* points\.\n\nClass +#other \(%\) +#base[^]*flipped from wrong to right and \d+ from right to wrong; a clip is right where more than half/,
  );
  const restored = (await client.ask("restore", { path, text })).cells.find((one) => one.cell === "versus")!;
  assert.deepEqual([restored.stale, restored.outputs], [false, [output]]);
  const elsewhere = text
    .replace("model: plain\nepochs: 2", "model: plain\nepochs: 1")
    .replace(
      "```hgl train #other\ndata: clips",
      "```hgl data #fewer\nsource: ./small.hgl-clips\nsplit: { by: subject, test: [6] }\nwindow: 16\n```\n\n```hgl train #other\ndata: fewer",
    );
  assert.equal((await run("other", elsewhere)).message, null);
  const refused = await run("versus", elsewhere);
  assert.match(
    refused.message!,
    /#versus: #base was tested on 12 clips and #other on 6, and they are not the same: "s5/,
  );
});

const DIAGRAMS = `
\`\`\`hgl figure #network
figure: architecture
of: net
formats: [svg, pdf, png]
\`\`\`

\`\`\`hgl figure #module
figure: architecture
of: base
part: cts
block: 3
formats: [svg]
\`\`\`
`;

test("a diagram of a model needs no run: it is drawn, written, found again, and stale when its network has changed", async () => {
  const { client, run, root, path, text: before } = await trained([]);
  const text = before + DIAGRAMS;
  const cellOf = async (id: string, now = text) =>
    (await client.ask("restore", { path, text: now })).cells.find(({ cell }) => cell === id);
  assert.equal(await cellOf("network"), undefined);
  assert.equal((await run("network", text)).message, null);
  const { payload, svg, plain } = shown(client, `x-network-${text.length}`);
  assert.match(svg, /Blocks? 1/);
  assert.match(plain, /network/);
  assert.ok(payload.origin.includes("Layout ntu25, 60 classes, 64 frames"), "what is usual, before its data are known");
  for (const { name } of payload.files) {
    const { certificate, untouched } = readCertifiedFile(readFileSync(join(root, name)), sha256)!;
    assert.deepEqual([untouched, certificate.runs], [true, []], name);
    assert.deepEqual([certificate.options["part"], certificate.options["layout"]], ["hglnet", "ntu25"]);
  }
  assert.deepEqual([(await cellOf("network"))!.stale, (await cellOf("network"))!.outputs[0]!["image/svg+xml"]], [false, svg]); // prettier-ignore
  assert.equal((await cellOf("network", text.replace("preset: hglnet-xs", "preset: hglnet-s")))!.stale, true);

  // The train cell that uses the model tells its shapes as soon as its data are read.
  assert.equal((await run("clips", text)).message, null);
  assert.equal((await cellOf("network"))!.stale, true);
  assert.equal((await run("network", `${text} `)).message, null);
  assert.match(shown(client, `x-network-${text.length + 1}`).svg, /, 16\]/);
  assert.equal((await cellOf("network"))!.stale, false);
  assert.equal((await cellOf("network", text.replace("window: 16", "window: 32")))!.stale, true);

  assert.equal((await run("module", text)).message, null);
  assert.equal((await cellOf("module"))!.stale, false);
  const none = await run("module", text.replace("block: 3", "block: 9"));
  assert.match(none.message!, /#base has 4 blocks, and none is number 9; choose 1 to 4/);
});

test("a diagram is made again byte for byte from the store alone", async () => {
  const { run, root, path, text: before } = await trained([]);
  const text = before + DIAGRAMS;
  writeFileSync(path, text);
  for (const id of ["clips", "network", "module"]) assert.equal((await run(id, text)).message, null, id);
  for (const name of ["network.svg", "network.pdf", "network.png", "module.svg"]) {
    const file = readCertifiedFile(readFileSync(join(root, "figures", name)), sha256)!;
    const { changes } = await rebuildFigure(file, openNotebook(path), rebuildFigureFiles);
    assert.deepEqual(changes, [], name);
  }
});

test("what cannot be drawn is said in one sentence", async () => {
  const { run } = await trained(["base"]);
  const early = await run("lines");
  assert.equal(early.status.state, "failed");
  assert.match(early.message!, /#other has no finished run to show; run #other first/);
  const thief = await run("thief");
  assert.equal(thief.status.state, "failed");
  assert.match(thief.message!, /`url` would load .*name one of the tables: runs, epochs, scores, confusion/);
});

test("what the font cannot print is told in the cell, in its text and once beside it", async () => {
  const { client, run, path, text } = await trained(["base"]);
  assert.equal((await run("chinese")).status.state, "done");
  const { payload, plain, svg } = shown(client, `x-chinese-${text.length}`);
  assert.deepEqual(payload.warnings, [
    'Arimo, the font of figures, has no 喝, 水 (in "喝水 of #base"), so PDF and PNG show boxes in their place. An SVG shows them where its viewer has another font: write these words in Latin, Greek or Cyrillic letters to see them everywhere.',
  ]);
  assert.match(svg, />喝水 of #base</);
  assert.ok(plain.includes(`Note: ${payload.warnings[0]!}`));
  assert.deepEqual(
    client.toldOf("warning", `x-chinese-${text.length}`).map(({ message }) => message),
    [`#chinese: ${payload.warnings[0]!}`],
  );
  const restored = (await client.ask("restore", { path, text })).cells.find(({ cell }) => cell === "chinese")!;
  assert.deepEqual((JSON.parse(restored.outputs[0]![MIME.figure]!) as FigurePayload).warnings, payload.warnings);
  await run("matrix");
  assert.deepEqual(shown(client, `x-matrix-${text.length}`).payload.warnings, []);
});

test("the venues of the cell language are those that have widths", () => {
  assert.deepEqual([...VENUE_NAMES].sort(), [...VENUES].sort());
});

test("a file that no figure cell has written is left alone", async () => {
  const { run, root, text } = await trained(["base"]);
  const film = join(root, "figures", "strip.webm");
  mkdirSync(join(root, "figures"));
  writeFileSync(film, "my own film");
  const moving = await run("strip", text.replace("formats: [svg, gif]", "formats: [webm]"));
  assert.match(moving.message!, /strip\.webm is there already/);
  assert.equal(readFileSync(film, "utf8"), "my own film");
  await run("matrix");
  const mine = join(root, "figures", "matrix.svg");
  writeFileSync(mine, "<svg>by hand</svg>");
  const end = await run("matrix");
  assert.match(end.message!, /matrix\.svg is there already and was not written by a figure cell/);
  assert.equal(readFileSync(mine, "utf8"), "<svg>by hand</svg>");
});

test("a table is written as LaTeX, CSV and Markdown, and restored from the runs", async () => {
  const { client, run, root, path, text } = await trained();
  assert.equal((await run("numbers")).message, null);
  const [told] = client.toldOf("outputs", `x-numbers-${text.length}`);
  const markdown = told!.outputs[0]!["text/markdown"]!;
  assert.match(markdown, /\| base \| J \| 2 \|/);
  assert.match(markdown, /\[figures\/my numbers\.tex\]\(figures\/my%20numbers\.tex\)/);
  const [tex, csv, md] = ["tex", "csv", "md"].map((ending) =>
    readFileSync(join(root, "figures", `my numbers.${ending}`), "utf8"),
  );
  assert.match(tex!, /^% Written by HocSLM Notebook from n\.hgl\.md, #numbers\n[^]*\\toprule[^]*base & J & 2/);
  assert.equal(csv!.split("\r\n").filter((line) => line !== "").length, 3);
  assert.match(md!, /^<!-- Written by/);
  const restored = (await client.ask("restore", { path, text })).cells.find(({ cell }) => cell === "numbers")!;
  assert.match(restored.outputs[0]!["text/markdown"]!, /\| other \| J \| 2 \|/);
  await run("numbers");
  writeFileSync(join(root, "figures", "my numbers.csv"), "a,b\r\n1,2\r\n");
  assert.match((await run("numbers", `${text} `)).message!, /my numbers\.csv is there already/);
  assert.ok(existsSync(join(root, "figures", "my numbers.tex")));
});
