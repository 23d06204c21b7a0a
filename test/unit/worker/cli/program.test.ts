import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { runCli, programOn } from "../../../../src/worker/cli/program";
import { encodeClipStore } from "../../../../src/worker/importing/clipStore";
import { smallDataset } from "../training/fakes";
import { hgl, recorder } from "./recorder";

let root = "";
const at = (name: string) => join(root, name);
const notebook = (data = "source: ./small.hgl-clips", train = "epochs: 1", model = "preset: hglnet-xs") =>
  `---\nhgl: 1\nid: t\ntitle: T\n---\n\n\`\`\`hgl data #d\n${data}\n\`\`\`\n\n\`\`\`hgl model #m\n${model}\n\`\`\`\n\n\`\`\`hgl train #t\ndata: d\nmodel: m\n${train}\n\`\`\`\n`;

before(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-cli-"));
  writeFileSync(at("small.hgl-clips"), encodeClipStore(smallDataset()));
  writeFileSync(at("good.hgl.md"), notebook());
  writeFileSync(at("latin1.hgl.md"), Buffer.from([0x23, 0xe9]));
  writeFileSync(at("prose.hgl.md"), "---\nhgl: 1\n---\n\nOnly words.\n");
  writeFileSync(at("unclosed.hgl.md"), "---\nhgl: 1\n---\n\n```hgl data #d\nsource: ui-prmd\n");
  writeFileSync(at("unknown-key.hgl.md"), notebook(undefined, "epoch: 3"));
  writeFileSync(at("no-subject.hgl.md"), notebook("source: ./small.hgl-clips\nsplit: { by: subject, test: [99] }"));
  writeFileSync(at("no-data.hgl.md"), notebook("source: ./gone.hgl-clips"));
  writeFileSync(at("short.hgl-clips"), encodeClipStore(smallDataset()).subarray(0, 100));
  writeFileSync(at("broken-data.hgl.md"), notebook("source: ./short.hgl-clips"));
  mkdirSync(at("blocked"));
  writeFileSync(at("blocked/small.hgl-clips"), encodeClipStore(smallDataset()));
  writeFileSync(at("blocked/n.hgl.md"), notebook());
  writeFileSync(at("blocked/.hgl"), "a file where the folder should be");
});
after(() => rmSync(root, { recursive: true, force: true }));

/** Bad input, the exit status, and the one sentence on stderr (ROOT stands for the test's folder). */
const SENTENCES: [name: string, args: string[], status: number, sentence: RegExp][] = [
  [
    "no such notebook",
    ["run", "ROOT/none.hgl.md"],
    1,
    /^hgl: ROOT\/none\.hgl\.md: opening the notebook failed: no such file or folder; check the path\.$/,
  ],
  [
    "a folder",
    ["run", "ROOT"],
    1,
    /^hgl: ROOT: opening the notebook failed: it is a folder, not a file; name a file\.$/,
  ],
  [
    "not UTF-8",
    ["check", "ROOT/latin1.hgl.md"],
    1,
    /^hgl: ROOT\/latin1\.hgl\.md: the notebook is not UTF-8 text; save it as UTF-8\.$/,
  ],
  ["no cells", ["run", "ROOT/prose.hgl.md"], 1, /has no hgl cell, so there is nothing to run; see media\/notebooks/],
  ["malformed", ["run", "ROOT/unclosed.hgl.md"], 1, /^hgl: ROOT\/unclosed\.hgl\.md, line 5: .+\.$/],
  [
    "unknown key",
    ["run", "ROOT/unknown-key.hgl.md"],
    1,
    /^hgl: ROOT\/unknown-key\.hgl\.md, line 18 \(#t\): .*epoch.*epochs.*\.$/,
  ],
  ["no such cell", ["run", "ROOT/good.hgl.md", "--cell", "#tt"], 1, /there is no cell #tt; did you mean #t\?/],
  [
    "impossible split",
    ["run", "ROOT/no-subject.hgl.md"],
    1,
    /^hgl: .*small: there is no subject 99; use some of 1, 2, 3, 4, 5, 6\.$/,
  ],
  ["data gone", ["run", "ROOT/no-data.hgl.md"], 1, /^hgl: .*ROOT\/gone\.hgl-clips; check .+\.$/],
  [
    "data gone, check",
    ["check", "ROOT/no-data.hgl.md"],
    1,
    /no-data\.hgl\.md, #d: there is no ROOT\/gone\.hgl-clips; correct the cell's source\.$/,
  ],
  ["data cut", ["run", "ROOT/broken-data.hgl.md"], 1, /^hgl: .*short\.hgl-clips.*: .+\.$/],
  [
    "run folder blocked",
    ["run", "ROOT/blocked/n.hgl.md"],
    1,
    /ROOT\/blocked\/\.hgl\/runs\/[0-9a-f]{12}: creating the folder failed: a part of the path is a file, not a folder; move that file away or choose another folder\.$/,
  ],
  [
    "no run folder",
    ["train", "ROOT"],
    1,
    /no config\.json here, so this is not a run folder; name a folder under \.hgl\/runs\.$/,
  ],
  [
    "no such run",
    ["export-onnx", "ROOT/none"],
    1,
    /there is no run of this name here; look what `hgl runs list` tells of .*\.hgl\/runs, or name a run folder\.$/,
  ],
  [
    "imported already",
    ["data", "import", "ROOT/small.hgl-clips", "ROOT/x"],
    1,
    /small\.hgl-clips: this is imported already; name it as a data cell's source as it is\.$/,
  ],
  ["unknown command", ["chekc"], 64, /^hgl: unknown command 'chekc' \(Did you mean check\?\); see `hgl --help`\.$/],
  [
    "unknown option",
    ["run", "x", "--jsn"],
    64,
    /^hgl: unknown option '--jsn' \(Did you mean --json\?\); see `hgl --help`\.$/,
  ],
  ["missing argument", ["run"], 64, /^hgl: missing required argument 'notebook'; see `hgl --help`\.$/],
  [
    "too many arguments",
    ["check", "a", "b"],
    64,
    /^hgl: too many arguments for 'check'. Expected 1 argument but got 2.*; see `hgl --help`\.$/,
  ],
  [
    "a bad number",
    ["model", "--classes", "1"],
    64,
    /option '-k, --classes <n>' argument '1' is invalid\. It must be a whole number from 2 to 100000; see `hgl --help`\.$/,
  ],
  [
    "a bad choice",
    ["model", "--layout", "ntu"],
    64,
    /argument 'ntu' is invalid\. Allowed choices are ntu25, ntu25-wrist, ntu25-hand, ucla20, kinect20, uiprmd22, openpose18, openpose25, coco17, h36m17, smpl24; see `hgl --help`\.$/,
  ],
];

for (const [name, args, status, sentence] of SENTENCES)
  test(`bad input: ${name}`, async () => {
    const done = await hgl(...args.map((arg) => arg.replace("ROOT", root)));
    assert.equal(done.status, status, done.err);
    const lines = done.err.replaceAll(root, "ROOT").split("\n");
    assert.equal(lines.length, 2, `one sentence, not:\n${done.err}`);
    assert.match(lines[0]!, sentence);
    assert.doesNotMatch(done.err, /\n\s+at /);
  });

test("nothing was written by any of them", () => {
  assert.equal(existsSync(at(".hgl")), false);
});

test("a fault of our own: one sentence, exit 70, the stack in a file", async () => {
  const said = { err: "" };
  const broken = {
    columns: null,
    out: () => {
      throw new TypeError("cannot read properties of the moon");
    },
    err: (text: string) => void (said.err += text),
  };
  assert.equal(await runCli(["check", at("good.hgl.md")], broken), 70);
  const [, file] =
    /^hgl: an unforeseen fault: cannot read properties of the moon; the details are in (.+), please report them\.\n$/.exec(
      said.err,
    )!;
  assert.match(readFileSync(file!, "utf8"), /TypeError: cannot read properties of the moon\n\s+at /);
  rmSync(join(file!, ".."), { recursive: true });
});

test("every command has a help with examples, on stdout, with status 0", async () => {
  const program = programOn(recorder());
  const names = program.commands.flatMap((command) =>
    command.commands.length > 0 ? command.commands.map((child) => [command.name(), child.name()]) : [[command.name()]],
  );
  assert.ok(names.length >= 7);
  for (const path of names.filter(([name]) => name !== "train" && name !== "serve")) {
    const { status, out, err } = await hgl(...path, "--help");
    assert.deepEqual([status, err], [0, ""], path.join(" "));
    assert.match(
      out,
      new RegExp(`^Usage: hgl ${path.join(" ")} .*[^]*\\nExamples:\\n  hgl ${path[0]}`),
      path.join(" "),
    );
  }
  const { out } = await hgl("--help");
  assert.doesNotMatch(out, /\b(train|serve) \[/, "the internal commands are hidden");
  assert.match(out, /Exit status: 0 done, 1 failed, 64 wrong usage, 70 a fault of hgl itself, 130 interrupted\./);
});

test("without a command it prints its help and says so by its status", async () => {
  for (const args of [[], ["data"]]) {
    const { status, out, err } = await hgl(...args);
    assert.deepEqual([status, err], [64, ""]);
    assert.match(out, /^Usage: hgl/);
  }
  assert.match((await hgl("--version")).out, /^\d+\.\d+\.\d+\n$/);
});

test("check lists findings with file, line and cell, and counts errors", async () => {
  const good = await hgl("check", at("good.hgl.md"));
  assert.deepEqual(good, { status: 0, out: `${at("good.hgl.md")}: no errors in 3 cells\n`, err: "" });
  const bad = await hgl("check", at("unknown-key.hgl.md"));
  assert.equal(bad.status, 1);
  assert.match(bad.out.replaceAll(root, "ROOT"), /^ROOT\/unknown-key\.hgl\.md:18: error in #t: .*epoch/);
  assert.match(bad.err, /1 error; correct them and check again\.\n$/);
  const json = JSON.parse((await hgl("check", at("unknown-key.hgl.md"), "--json")).out) as {
    code: string;
    line: number;
  }[];
  assert.deepEqual(
    json.map(({ code, line }) => [code, line]),
    [["unknown-key", 18]],
  );
});

test("model counts what the method's counts say, at each skeleton's own window", async () => {
  for (const [layout, classes, window, parameters, megabytes] of [
    ["ntu25", 60, 64, "1,881,626", "158.98"],
    ["ntu25", 120, 64, "1,897,046", "158.98"],
    ["ucla20", 10, 52, "1,857,830", "51.74"],
  ] as const) {
    const { status, out } = await hgl("model", "--layout", layout, "--classes", String(classes));
    assert.equal(status, 0);
    assert.match(
      out,
      new RegExp(
        `\\ntotal +${parameters} +[\\d,]+\\.\\d\\d +${megabytes}\\n\\nSkeleton ${layout}, ${classes} classes, ${window} frames;`,
      ),
    );
  }
});

test("model counts a whole configuration, as the editor gives it to a process of its own", async () => {
  const args = ["model", "--layout", "ucla20", "--classes", "10", "--window", "16", "--json"];
  const { config } = JSON.parse((await hgl(...args, "--preset", "hglnet-xs")).out) as { config: object };
  const changed = { ...config, widths: [16, 32], strides: [1, 2] };
  const facts = JSON.parse((await hgl(...args, "--config", JSON.stringify(changed))).out) as {
    config: object;
    kept: number;
    rows: { name: string; kept: number }[];
  };
  assert.deepEqual(facts.config, changed);
  assert.ok(
    facts.rows.some(({ name }) => name === "block 2 GTA") && !facts.rows.some(({ name }) => /^block 3/.test(name)),
  );
  assert.equal(
    facts.rows.reduce((sum, { kept }) => sum + kept, 0),
    facts.kept,
  );
  for (const wrong of ["{", "[]", '{"widths":[7]}', '{"rm":"-rf"}']) {
    const { status, err } = await hgl(...args, "--config", wrong);
    assert.equal(status, 64);
    assert.match(err, /It must be a model's configuration as JSON/);
  }
  assert.doesNotMatch((await hgl("model", "--help")).out, /--config/);
});

test("model --time measures every block, and the parts of a block add up to it", async () => {
  const args = ["model", "--preset", "hglnet-xs", "--layout", "ucla20", "--classes", "10", "--window", "16"];
  const { status, out } = await hgl(...args, "--time");
  assert.equal(status, 0);
  const rows = out.split("\n").map((line) => line.split(/ {2,}/));
  const number = (text: string | undefined) => Number(text!.replaceAll(",", ""));
  const blocks = rows.filter(([name]) => /^block \d$/.test(name!));
  assert.deepEqual(
    blocks.map(([name]) => name),
    ["block 1", "block 2", "block 3", "block 4"],
  );
  const total = rows.find(([name]) => name === "total")!;
  const sum = blocks.reduce((ms, row) => ms + number(row.at(-1)), 0);
  assert.ok(sum > 0 && Math.abs(sum - number(total.at(-1))) < 0.03);
  const facts = JSON.parse((await hgl(...args, "--json")).out) as {
    rows: { name: string; parameters: number }[];
    parameters: number;
  };
  assert.equal(number(total[1]), facts.parameters);
  for (const [name, , parameters] of blocks) {
    const parts = facts.rows.filter((row) => row.name.startsWith(`${name} `));
    assert.equal(
      number(parameters),
      parts.reduce((sum, part) => sum + part.parameters, 0),
    );
  }
});

test("data info tells what is there, and import writes a file that reads the same", async () => {
  const info = await hgl("data", "info", at("small.hgl-clips"));
  assert.match(
    info.out,
    /skeleton {2}ucla20, 20 joints, 1 body\nclips {5}36\n[^]*subjects {2}6 \(1, 2, 3, 4, 5, 6\)\nviews {5}not known\nown split X-Sub, by subject: train 1, 2, 3, 4; test 5, 6\n[^]* 3 {2}wave +12\n/,
  );
  mkdirSync(at("ucla"));
  for (const [action, label] of [
    [1, 1],
    [2, 2],
  ])
    for (const view of [1, 2]) {
      const frame = Array.from({ length: 20 }, (_, joint) => [joint * 0.05, action! * 0.1, view * 0.2]);
      writeFileSync(
        at(`ucla/a0${action}_s01_e00_v0${view}.json`),
        JSON.stringify({ file_name: "x", skeletons: [frame, frame], label }),
      );
    }
  const imported = await hgl("data", "import", at("ucla"), at("sub/ucla.hgl-clips"));
  assert.equal(imported.status, 0, imported.err);
  assert.match(imported.out, /ucla\.hgl-clips: 4 clips, 0\.0 MB\n$/);
  assert.deepEqual(readdirSync(at("sub")), ["ucla.hgl-clips"]);
  const facts = async (name: string) =>
    JSON.parse((await hgl("data", "info", at(name), "--json")).out) as Record<string, unknown>;
  const { contentHash: _a, warnings: _b, ...before } = await facts("ucla");
  const { contentHash: _c, warnings: _d, ...after } = await facts("sub/ucla.hgl-clips");
  const stored = await hgl("data", "import", at("ucla"), at("sub/ucla"));
  assert.match(stored.out, /ucla\.hgl-data: 4 clips\n$/);
  assert.deepEqual(await facts("sub/ucla.hgl-data"), { ...before, contentHash: _a, warnings: _b });
  assert.match((await hgl("data", "check", at("sub/ucla.hgl-data"))).out, /4 clips, all sound/);
  assert.deepEqual(after, { ...before, source: after.source, license: after.license });
});
