import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { Command } from "commander";
import { figureFile, type FigureFormat } from "../../../../src/figures/files";
import { certify, readCertifiedFile } from "../../../../src/figures/files/certificate";
import { cellsFor, type ResolvedTrain } from "../../../../src/notebook/resolve";
import { figureCommand } from "../../../../src/worker/cli/figureCommand";
import { reportFailure } from "../../../../src/worker/cli/failure";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { certificateOf } from "../../../../src/worker/running/birthCertificate";
import type { BuildFigureFiles } from "../../../../src/worker/running/figureRebuild";
import { figureTools } from "../../../../src/worker/running/figureTools";
import { openCell, type OpenedNotebook } from "../../../../src/worker/running/openNotebook";
import { planRuns } from "../../../../src/worker/running/plan";
import { RunFolder, runsFolderOf, sha256 } from "../../../../src/worker/store/runFolder";
import { smallDataset } from "../training/fakes";
import { hgl, recorder } from "./recorder";

const root = mkdtempSync(join(tmpdir(), "hgl-figure-"));
after(() => rmSync(root, { recursive: true, force: true }));
const at = (name: string) => join(root, name);
const text = (train: string, id = "paper") =>
  `---\nhgl: 1\nid: ${id}\n---\n\n\`\`\`hgl data #d\nsource: ./small.hgl-clips\n\`\`\`\n\n\`\`\`hgl model #m\npreset: hglnet-xs\n\`\`\`\n\n\`\`\`hgl train #t\ndata: d\nmodel: m\n${train}\n\`\`\`\n\n\`\`\`hgl view #fig\nview: confusion\nof: t\n\`\`\`\n`;

/** What a figure cell does, as far as its files are concerned: a drawing of its runs, in every format. */
const build: BuildFigureFiles = async (opened, cell, { figure, format, options }) => {
  const runs = trainCell(opened, cell)
    .flatMap((train) => planRuns(train, smallDataset(), opened.path))
    .map(({ spec }) => spec);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><text x="4" y="20" font-size="9">${runs.map(({ runId }) => runId).join(" ")}${drawn}</text></svg>`;
  const origin = certificateOf(opened, { cell, figure, options, runs });
  return [
    await figureFile(svg, { format: format as FigureFormat, title: cell, dpi: 96 }, figureTools(), origin, sha256),
  ];
};
const trainCell = ({ cells }: OpenedNotebook, id: string) =>
  cellsFor(cells, id).filter((cell): cell is ResolvedTrain => cell.kind === "train");
/** Stands in every drawing. */
let drawn = "";

function write(train: string, id?: string): OpenedNotebook {
  const source = text(train, id);
  writeFileSync(at("paper.hgl.md"), source);
  return openCell(at("paper.hgl.md"), source, "fig");
}

/** The notebook, its runs in the store, and a figure of every format in a folder beside it. */
beforeEach(async () => {
  drawn = "";
  for (const name of readdirSync(root)) rmSync(at(name), { recursive: true });
  mkdirSync(at("figures"));
  writeFileSync(at("small.hgl-clips"), encodeClipStore(smallDataset()));
  const opened = write("epochs: 1\nseeds: [1, 2]");
  store(opened);
  for (const format of ["svg", "pdf", "png"] as const) {
    const [bytes] = await build(opened, "fig", { figure: "confusion", format, options: { venue: "ieee", dpi: 96 } });
    writeFileSync(at(`figures/fig.${format}`), bytes!);
  }
});

function store(opened: OpenedNotebook): void {
  for (const train of trainCell(opened, "fig"))
    for (const { spec } of planRuns(train, smallDataset(), opened.path))
      RunFolder.prepare(runsFolderOf(opened.path), spec);
}

async function figure(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const terminal = recorder();
  const program = new Command("hgl").exitOverride().addCommand(figureCommand(terminal, build));
  try {
    await program.parseAsync(["figure", ...args.map((arg) => arg.replace("ROOT", root))], { from: "user" });
    return { status: 0, ...shortened(terminal.said) };
  } catch (error) {
    return { status: reportFailure(error, terminal), ...shortened(terminal.said) };
  }
}
const shortened = ({ out, err }: { out: string; err: string }) => ({
  out: out.replaceAll(root, "ROOT"),
  err: err.replaceAll(root, "ROOT"),
});

for (const format of ["svg", "pdf", "png"])
  test(`${format}: a figure as it was made is verified and comes out the same`, async () => {
    const { status, out, err } = await figure("verify", `ROOT/figures/fig.${format}`);
    assert.deepEqual([status, err], [0, ""]);
    assert.match(
      out,
      /: confusion of #fig in paper\.hgl\.md \(paper\), made by hgl \S+ of [0-9a-f]{12} \(seed 1\), [0-9a-f]{12} \(seed 2\) with venue ieee, dpi 96\.\n/,
    );
    assert.match(
      out,
      /file +same +every byte is as it was made\.\n +cell +same .*\n +runs +same +2 runs in the run store, as then\.\n$/,
    );
    assert.deepEqual(await figure("rebuild", `ROOT/figures/fig.${format}`), {
      status: 0,
      out: `ROOT/figures/fig.${format}: made again, and it is the same, byte for byte.\n`,
      err: "",
    });
  });

test("what has changed since is said in sentences, with exit status 1", async () => {
  const cases: [name: string, change: () => void, sentence: RegExp][] = [
    [
      "the cell's training",
      () => store(write("epochs: 2\nseeds: [1, 2]")),
      /#fig, or a cell that it needs, was changed since; the cell's runs are now .*, without .*; make the figure again\.$/m,
    ],
    [
      "a mistake",
      () => void writeFileSync(at("paper.hgl.md"), text("epochs: x")),
      /#fig, or a cell that it needs, has a mistake now; see `hgl check`/,
    ],
    [
      "the cell is gone",
      () => void writeFileSync(at("paper.hgl.md"), text("epochs: 1").replace("#fig", "#other")),
      /there is no cell #fig in paper\.hgl\.md any more/,
    ],
    [
      "another notebook of that name",
      () => void write("epochs: 1\nseeds: [1, 2]", "thesis"),
      /has the id thesis, but the figure is of the notebook paper/,
    ],
    [
      "the runs are gone",
      () => rmSync(at(".hgl"), { recursive: true }),
      /runs [0-9a-f]{12} \(seed 1\), [0-9a-f]{12} \(seed 2\) are not in the run store any more/,
    ],
  ];
  for (const [name, change, sentence] of cases) {
    write("epochs: 1\nseeds: [1, 2]");
    change();
    const { status, err } = await figure("verify", "ROOT/figures/fig.svg");
    assert.equal(status, 1, name);
    assert.match(err, sentence, name);
    assert.equal(err.trimEnd().split("\n").length, 1, "one sentence");
  }
});

test("prose and layout may change: the figure follows from neither", async () => {
  const source = text("epochs: 1\nseeds: [1, 2]");
  writeFileSync(
    at("paper.hgl.md"),
    source.replace("```hgl model", "# New words\n\n```hgl model").replace("data: d", "data:   d # the data"),
  );
  assert.equal((await figure("verify", "ROOT/figures/fig.pdf")).status, 0);
  assert.equal((await figure("rebuild", "ROOT/figures/fig.pdf")).status, 0);
});

test("a file that was touched is known, and replaced only when that is asked for", async () => {
  const file = at("figures/fig.svg");
  const made = readFileSync(file);
  writeFileSync(file, made.toString().replace('x="4"', 'x="5"'));
  const verified = await figure("verify", "ROOT/figures/fig.svg");
  assert.equal(verified.status, 1);
  assert.match(verified.err, /the file was changed after it was made; make the figure again\.$/m);
  const rebuilt = await figure("rebuild", "ROOT/figures/fig.svg");
  assert.equal(rebuilt.status, 1);
  assert.match(rebuilt.out, /made again, and it is different\.\n {2}the file was changed after it was made\.\n/);
  assert.match(rebuilt.err, /add --write to replace it\.$/m);
  assert.notDeepEqual(readFileSync(file), made);
  const written = await figure("rebuild", "ROOT/figures/fig.svg", "--write");
  assert.deepEqual([written.status, written.err], [0, ""]);
  assert.match(written.out, /made again and replaced\.\n/);
  assert.deepEqual(readFileSync(file), made);
  assert.deepEqual(readdirSync(at("figures")).sort(), ["fig.pdf", "fig.png", "fig.svg"], "no temporary file is left");
});

test("rebuild says whether it is the version, the cell, the runs, the options or the drawing alone", async () => {
  const differences = async () => (await figure("rebuild", "ROOT/figures/fig.svg")).out;
  const bytes = readFileSync(at("figures/fig.svg"));
  const { certificate, plain } = readCertifiedFile(bytes, sha256)!;
  writeFileSync(at("figures/fig.svg"), certify(plain, { ...certificate, version: "0.0.9" }, sha256));
  assert.match(
    await differences(),
    /different\.\n {2}it was made by hgl 0\.0\.9, and this is \S+\.\n {2}the drawing itself is the same, byte for byte\.\n$/,
  );

  writeFileSync(
    at("figures/fig.svg"),
    certify(plain, { ...certificate, runs: certificate.runs.map((run) => ({ ...run, dataHash: "00" })) }, sha256),
  );
  assert.match(await differences(), /its runs were trained on other data\.\n {2}the drawing itself is the same/);

  writeFileSync(at("figures/fig.svg"), bytes);
  drawn = "!";
  assert.match(
    await differences(),
    /different\.\n {2}only the drawing differs: the cell, its runs and the version are the same\.\n$/,
  );

  drawn = "";
  write("epochs: 3\nseeds: [1, 2]");
  assert.match(
    await differences(),
    /#fig, or a cell that it needs, was changed\.\n {2}it shows other runs: [0-9a-f]{12}, [0-9a-f]{12} instead of [0-9a-f]{12}, [0-9a-f]{12}\.\n$/,
  );
});

test("a figure that lies elsewhere is compared with a notebook that is named, else with none", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "hgl-elsewhere-"));
  try {
    copyFileSync(at("figures/fig.png"), join(elsewhere, "fig3.png"));
    const alone = await figure("verify", join(elsewhere, "fig3.png"));
    assert.equal(alone.status, 0);
    assert.match(alone.out, /notebook not known there is no paper\.hgl\.md beside it or above/);
    const rebuilt = await figure("rebuild", join(elsewhere, "fig3.png"));
    assert.match(rebuilt.err, /its notebook paper\.hgl\.md is not in .* or above; name it by --notebook\.$/m);
    renameSync(at("paper.hgl.md"), at("moved.hgl.md"));
    const named = await figure("verify", join(elsewhere, "fig3.png"), "--notebook", "ROOT/moved.hgl.md");
    assert.deepEqual([named.status, named.err], [0, ""]);
    const renamed = await figure("rebuild", join(elsewhere, "fig3.png"), "--notebook", "ROOT/moved.hgl.md");
    assert.match(
      renamed.out,
      /its notebook was called paper\.hgl\.md, and is moved\.hgl\.md now\.\n {2}the drawing itself is the same/,
    );
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test("what is no figure is refused in one sentence", async () => {
  writeFileSync(at("plain.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
  const cases: [string, RegExp][] = [
    ["ROOT/none.pdf", /^hgl: ROOT\/none\.pdf: there is no such file; check the path\.\n$/],
    [
      "ROOT/plain.svg",
      /^hgl: ROOT\/plain\.svg: this file carries no birth certificate; name an SVG, PDF, PNG or GIF .*\.\n$/,
    ],
    ["ROOT/paper.hgl.md", /carries no birth certificate/],
    ["ROOT/figures", /it is a folder, not a file; name a file\.\n$/],
  ];
  for (const [file, sentence] of cases) {
    const { status, err } = await hgl("figure", "verify", file.replace("ROOT", root));
    assert.equal(status, 1);
    assert.match(err.replaceAll(root, "ROOT"), sentence);
  }
});

test("a certificate from elsewhere cannot make a file outside the figure's folders be read, nor write to the terminal's controls", async () => {
  const { certificate, plain } = readCertifiedFile(readFileSync(at("figures/fig.svg")), sha256)!;
  const hostile = {
    ...certificate,
    notebook: "../paper.hgl.md",
    cell: "\u001b[2Jx",
    options: { "\u001b]0;a": "\u0007" },
  };
  writeFileSync(at("figures/fig.svg"), certify(plain, hostile, sha256));
  const { out, err, status } = await figure("verify", "ROOT/figures/fig.svg");
  assert.equal(status, 0, err);
  assert.match(out, /there is no \.\.\/paper\.hgl\.md beside it/);
  // eslint-disable-next-line no-control-regex -- their absence is the point
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f]/);
});
