import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { assertNotebook } from "../../figures/export/nbformat";
import { notebookText } from "../serve/notebook";
import { smallDataset } from "../training/fakes";
import { hgl } from "./recorder";

const root = mkdtempSync(join(tmpdir(), "hgl-export-notebook-"));
const at = (...names: string[]) => join(root, ...names);
const notebook = at("n.hgl.md");
const DATE = "2026-11-30T20:37Z";

before(async () => {
  writeFileSync(at("small.hgl-clips"), encodeClipStore(smallDataset()));
  writeFileSync(notebook, notebookText({ seeds: "[1]" }));
  writeFileSync(
    at("fresh.hgl.md"),
    notebookText({ epochs: 7 }).replaceAll("#base", "#other").replaceAll("of: base", "of: other"),
  );
  const { status, err } = await hgl("run", notebook);
  assert.deepEqual([status, err], [0, ""]);
});
after(() => rmSync(root, { recursive: true, force: true }));

test("every format has the notebook's words, and the results that the runs have left", async () => {
  const before = readdirSync(at(".hgl"), { recursive: true }).sort();
  for (const ending of ["html", "ipynb", "PDF"]) {
    const file = at("out", "deeper", `n.${ending}`);
    const { status, out, err } = await hgl("export", notebook, file, "--date", DATE);
    assert.deepEqual([status, err], [0, ""]);
    assert.match(out, new RegExp(`n\\.${ending}: 6 cells, 6 with results, \\d+(\\.\\d)? [kM]B\\n$`));
    assert.doesNotMatch(readFileSync(file, "latin1"), new RegExp(root), "no folder of this machine is told");
  }
  const page = readFileSync(at("out", "deeper", "n.html"), "utf8");
  for (const words of [
    "Some words.",
    "2026-11-30 20:37 UTC",
    "data-hgl-confusion",
    "block 1",
    'aria-label="train #base"',
  ])
    assert.ok(page.includes(words), words);
  assertNotebook(JSON.parse(readFileSync(at("out", "deeper", "n.ipynb"), "utf8")));
  assert.match(readFileSync(at("out", "deeper", "n.PDF"), "latin1"), /^%PDF-1\.4/);
  assert.deepEqual(
    readdirSync(at("out", "deeper")).sort(),
    ["n.PDF", "n.html", "n.ipynb"],
    "no temporary file is left",
  );
  assert.deepEqual(readdirSync(at(".hgl"), { recursive: true }).sort(), before, "nothing was run or kept");
});

test("made again with the same date, it is the same file", async () => {
  for (const ending of ["html", "ipynb", "pdf"]) {
    const [first, second] = [at(`1.${ending}`), at(`2.${ending}`)];
    for (const file of [first, second]) assert.equal((await hgl("export", notebook, file, "--date", DATE)).status, 0);
    assert.deepEqual(readFileSync(first), readFileSync(second), ending);
  }
});

test("the paper is chosen, and --json tells what was written", async () => {
  const { status, out } = await hgl("export", notebook, at("l.pdf"), "--paper", "letter", "--json");
  assert.equal(status, 0);
  const { bytes, ...told } = JSON.parse(out) as Record<string, unknown>;
  assert.equal(bytes, statSync(at("l.pdf")).size);
  assert.deepEqual(told, { file: at("l.pdf"), cells: 6, shown: 6, stale: 0, missing: [] });
  assert.match(readFileSync(at("l.pdf"), "latin1"), /\/MediaBox \[0 0 612 792\]/);
});

test("results of an earlier text are told and marked", async () => {
  const edited = at("edited.hgl.md");
  writeFileSync(edited, readFileSync(notebook, "utf8"));
  // Runs know the name of their notebook.
  rmSync(notebook);
  writeFileSync(notebook, notebookText({ seeds: "[1]", lr: 0.06 }).replace("Some words.", "喝水"));
  const { status, out } = await hgl("export", notebook, at("stale.pdf"));
  writeFileSync(notebook, readFileSync(edited, "utf8"));
  assert.equal(status, 0);
  assert.match(out, /\n {2}3 cells show results of an earlier text, and say so\.\n/);
  assert.match(
    out,
    /\n {2}2 characters are not in the PDF's fonts, so boxes stand there: 喝 水 \(HTML shows them\)\.\n$/,
  );
});

test("without any result it is exported all the same, and says what would make some", async () => {
  const { status, out } = await hgl("export", at("fresh.hgl.md"), at("fresh.html"));
  assert.equal(status, 0);
  assert.match(out, /6 cells, \d with results/);
  writeFileSync(at("none.hgl.md"), "# Words\n\n```hgl view #v\nview: confusion\nof: nothing\n```\n");
  const none = await hgl("export", at("none.hgl.md"), at("none.ipynb"));
  assert.match(none.out, /1 cell, 0 with results[^]*Nothing has been run yet: `hgl run .*none\.hgl\.md` makes results/);
  writeFileSync(at("prose.hgl.md"), "Words alone.\n");
  assert.match(
    (await hgl("export", at("prose.hgl.md"), at("prose.pdf"))).out,
    /prose\.pdf: 0 cells, 0 with results, \d+ kB\n$/,
  );
});

for (const [name, args, status, words] of [
  [
    "an ending that is none of ours",
    ["n.hgl.md", "n.docx"],
    64,
    /n\.docx: a notebook cannot be exported as "\.docx"; end it in \.html, \.ipynb or \.pdf\.\n$/,
  ],
  ["no ending", ["n.hgl.md", "bare"], 64, /the file's name has no ending; end it in/],
  ["a file in the folder's place", ["n.hgl.md", "small.hgl-clips/n.html"], 1, /small\.hgl-clips/],
  ["no such notebook", ["absent.hgl.md", "n.html"], 1, /absent\.hgl\.md/],
  [
    "no paper of this name",
    ["n.hgl.md", "n.pdf", "--paper", "leter"],
    64,
    /there is no paper "leter"; did you mean letter\?/,
  ],
  ["no date", ["n.hgl.md", "n.pdf", "--date", "soon"], 64, /"soon" is no date; write it as 2026-11-30/],
] as const) {
  test(`${name} is answered in one sentence, and nothing is written`, async () => {
    const [from, to, ...options] = args;
    const answer = await hgl("export", at(from), at(to), ...options);
    assert.equal(answer.status, status, answer.err);
    assert.match(answer.err, words);
    assert.equal(answer.err.trim().split("\n").length, 1);
    assert.ok(!existsSync(at(to)));
  });
}
