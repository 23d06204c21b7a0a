import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkAttention, type DecodedAttention } from "../../../../src/common/payloads/attention";
import { checkFigure } from "../../../../src/common/payloads/figure";
import type { CellOutput } from "../../../../src/common/wire/worker";
import { RunFolder } from "../../../../src/worker/store/runFolder";
import { readScores, writeScores } from "../../../../src/worker/store/scores";
import { serveHere, type Client } from "./client";
import { notebookFolder } from "./notebook";

const train = (id: string, model: string, seeds: string, more = "") => `
\`\`\`hgl train #${id}
data: clips
model: ${model}
epochs: 1
batch: 8
lr: 0.05
seeds: ${seeds}
${more}\`\`\`
`;

const model = (id: string, more = "") => `
\`\`\`hgl model #${id}
preset: hglnet-xs
widths: [16, 16]
strides: [1, 2]
${more}\`\`\`
`;

const cell = (kind: string, id: string, ...lines: string[]) => `
\`\`\`hgl ${kind} #${id}
${lines.join("\n")}
\`\`\`
`;

const CELLS = [
  model("two"),
  model("bones-alone", "cts: lse\n"),
  train("first", "two", "[1, 2]", "ema: 0.9\n"),
  train("second", "two", "[3]"),
  train("local", "bones-alone", "[1]"),
  cell("view", "look", "view: attention", "of: first", "count: 2", "classes: [wave, 1]"),
  cell("view", "change", "view: attention", "of: first", "minus: second", "clips: [s5c0r1]", "classes: [stand]"),
  cell("view", "unlike", "view: attention", "of: first", "minus: local"),
  cell("view", "typo", "view: attention", "of: first", "classes: [wav]"),
  cell("view", "plain", "view: attention", "of: local", "count: 1"),
  cell("figure", "graphs", "figure: topology", "of: first", "formats: [svg]"),
  cell("figure", "sums", "figure: topology", "of: first", "term: A", "blocks: [2]", "formats: [svg]"),
  cell("figure", "edges", "figure: attention", "of: first", "count: 2", "poses: 3", "block: 1", "formats: [svg, pdf]"),
  cell("figure", "frames", "figure: temporal-attention", "of: first", "clips: [s5c0r1]", "formats: [svg]"),
  cell("figure", "deep", "figure: attention", "of: first", "block: 3", "formats: [svg]"),
  cell(
    "figure",
    "table",
    "figure: custom",
    "of: first",
    "spec:",
    "  data: { name: attention }",
    "  mark: bar",
    "  encoding: { x: { field: term, type: nominal }, y: { aggregate: count, type: quantitative } }",
    "formats: [svg]",
  ),
].join("");

let client: Client;
let end: () => Promise<void>;
let folder: ReturnType<typeof notebookFolder>;
let text = "";
const run = (id: string) => client.ask("execute", { path: folder.path, text, cell: id, execution: `x-${id}` });

before(async () => {
  folder = notebookFolder();
  text = folder.text + CELLS;
  writeFileSync(folder.path, text);
  ({ client, end } = await serveHere());
  for (const id of ["first", "second", "local"]) assert.equal((await run(id)).message, null);
});
after(async () => {
  await end();
  rmSync(folder.root, { recursive: true, force: true });
});

function outputOf(id: string): CellOutput {
  return client.toldOf("outputs", `x-${id}`).at(-1)!.outputs[0]!;
}

function payloadOf(output: CellOutput): DecodedAttention {
  const checked = checkAttention(JSON.parse(output[MIME.attention]!));
  assert.ok(checked.ok, checked.ok ? "" : checked.reason);
  return checked.payload;
}

test("a view shows clips, class means, their difference and the network, and opens the test split no more", async () => {
  const looks = () =>
    readdirSync(join(folder.root, ".hgl", "runs")).map((id) => new RunFolder(join(folder.root, ".hgl", "runs", id)).testLooks()); // prettier-ignore
  const before = looks();
  assert.equal((await run("look")).message, null);
  assert.deepEqual(looks(), before);
  const payload = payloadOf(outputOf("look"));
  const names = payload.subjects.map(({ name }) => name);
  assert.equal(names.length, 6);
  assert.deepEqual(names.slice(2), ["wave (mean of 4 clips)", "sit (mean of 4 clips)", "wave minus sit", "the network itself"]); // prettier-ignore
  assert.deepEqual(
    payload.subjects.map(({ clips, signed }) => [clips, signed]),
    [[1, false], [1, false], [4, false], [4, false], [8, true], [0, false]], // prettier-ignore
  );
  const [clip, , wave, sit, difference, still] = payload.subjects;
  assert.deepEqual([...new Set(clip!.maps.map(({ term }) => term))].sort(), ["A", "D", "Q", "S", "gta", "lse"]);
  assert.deepEqual([...new Set(still!.maps.map(({ term }) => term))].sort(), ["S", "lse"]);
  assert.deepEqual([clip!.motionOf, still!.motion, difference!.motion], [null, null, null]);
  assert.match(wave!.motionOf!, /^s[56]c2r[01]$/);
  assert.deepEqual([clip!.motion!.frames, payload.window], [16, 16]);
  assert.ok(clip!.motion!.coordinates.some((value) => Math.abs(value) === 32767));
  assert.deepEqual(payload.blocks.map(({ frames }) => frames), [16, 8]); // prettier-ignore
  const q = [wave, sit, difference].map((subject) =>
    subject!.maps.find((map) => map.term === "Q" && map.block === 1 && map.part === "forward")!,
  );
  const [a, b, minus] = q.map(({ codes, max, signed }) => Array.from(codes, (code) => (code * max) / (signed ? 127 : 255))); // prettier-ignore
  minus!.forEach((value, at) => assert.ok(Math.abs(value - (a![at]! - b![at]!)) < q[0]!.max / 100));

  const output = outputOf("look");
  assert.match(output["text/plain"]!, /^#first: what the network attends to on test clips\n/);
  assert.match(output["text/plain"]!, /\n {2}block 2 {2}A {2}\w+ from \w+ −?[\d.]+, /);
  assert.match(output["image/svg+xml"]!, /^<svg [^]*<path[^]*<\/svg>$/);
});

test("it is restored without the network, and is stale when it would show something else", async () => {
  await run("look");
  const away = join(folder.root, "away");
  renameSync(join(folder.root, "small.hgl-clips"), away);
  try {
    const restored = async (now: string) =>
      (await client.ask("restore", { path: folder.path, text: now })).cells.find((one) => one.cell === "look")!;
    const same = await restored(text);
    assert.deepEqual([same.stale, same.outputs[0]], [false, outputOf("look")]);
    assert.equal((await restored(text.replace("classes: [wave, 1]", "classes: [sit]"))).stale, true);
  } finally {
    renameSync(away, join(folder.root, "small.hgl-clips"));
  }
});

test("two networks of one kind are subtracted, others are told apart", async () => {
  assert.equal((await run("change")).message, null);
  const { subjects } = payloadOf(outputOf("change"));
  assert.deepEqual(
    subjects.map(({ name, signed }) => [name, signed]),
    ["s5c0r1", "stand (mean of 4 clips)", "the network itself"].map((name) => [`${name}: #first minus #second`, true]),
  );
  for (const { maps } of subjects) {
    assert.ok(maps.every(({ signed, part }) => signed && !part.includes("channel")));
    assert.ok(maps.some(({ codes }) => codes.some((code) => code < 0)));
  }
  const unlike = await run("unlike");
  assert.equal(unlike.status.state, "failed");
  assert.match(unlike.message!, /^#unlike: the network's cts of #first is "both", that of #local is "lse", so their maps/); // prettier-ignore
  assert.match((await run("typo")).message!, /has no class "wav"; did you mean "wave"\?/);
});

test("a network without global graphs shows its bones", async () => {
  assert.equal((await run("plain")).message, null);
  const output = outputOf("plain");
  assert.deepEqual([...new Set(payloadOf(output).subjects[0]!.maps.map(({ term }) => term))].sort(), ["gta", "lse"]);
  assert.match(output["image/svg+xml"]!, /Weights of the bones/);
});

test("each figure is drawn in its width from the first seed's run", async () => {
  for (const [id, words] of Object.entries({
    graphs: [/Learned topology S/, />forward</, />block 2</, /1\u00a0hipCenter,/],
    sums: [/Topology A = S/, /Mean over 12 clips/],
    edges: [/block 1: the 10 strongest edges/, /· s[56]c/],
    frames: [/multiples of an even spread/, />head 4</],
    table: [/>gta</, />lse</],
  })) {
    assert.equal((await run(id)).message, null, id);
    const output = outputOf(id);
    const checked = checkFigure(JSON.parse(output[MIME.figure]!));
    assert.ok(checked.ok);
    assert.equal(checked.payload.width, 88.9);
    const svg = output["image/svg+xml"]!;
    for (const word of words) assert.match(svg, word, id);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)/g)].map(([, size]) => Number(size));
    assert.ok(Math.min(...sizes) >= 8, `${id} has text of ${Math.min(...sizes)} px`);
    const runs = checked.payload.origin.filter((line) => line.startsWith("#first seed"));
    assert.equal(runs.length, id === "table" ? 2 : 1, id);
  }
  const first = readFileSync(join(folder.root, "figures", "edges.svg"));
  await run("edges");
  assert.ok(readFileSync(join(folder.root, "figures", "edges.svg")).equals(first), "made again byte for byte");
  const restored = (await client.ask("restore", { path: folder.path, text })).cells;
  for (const id of ["graphs", "edges", "frames"])
    assert.equal(restored.find((one) => one.cell === id)!.stale, false, id);
});

test("a block that a network does not have is said with the figure's name", async () => {
  assert.match((await run("deep")).message!, /^#deep: there is no block 3; the network has blocks 1 to 2\.$/);
});

test("a checkpoint that is not the one whose scores the run has kept is refused", async () => {
  const runs = join(folder.root, ".hgl", "runs");
  const local = readdirSync(runs).map((id) => new RunFolder(join(runs, id))).find((one) => one.spec().cell === "local")!; // prettier-ignore
  const scores = readScores(local.scoresPath, "test");
  writeScores(local.scoresPath, "test", { ...scores, logits: scores.logits.map((value) => value + 1) });
  const changed = text.replace("of: local\ncount: 1", "of: local\ncount: 2");
  const end = await client.ask("execute", { path: folder.path, text: changed, cell: "plain", execution: "x-other" });
  assert.match(
    end.message!,
    /the newest checkpoint scores s\dc\dr\d otherwise than the run's test did; run #local again/,
  );
});

test("a stop ends it", async () => {
  const changed = text.replace("count: 2\nclasses: [wave, 1]", "count: 8\nclasses: [wave, 1]");
  const ending = client.ask("execute", { path: folder.path, text: changed, cell: "look", execution: "x-stopped" });
  await client.ask("interrupt", { executions: ["x-stopped"] });
  assert.equal((await ending).status.state, "interrupted");
});
