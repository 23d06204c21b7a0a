import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { MIME } from "../../../../src/common/ids";
import { checkConfusion } from "../../../../src/common/payloads/confusion";
import { checkFusion } from "../../../../src/common/payloads/fusion";
import { argmax } from "../../../../src/model/evaluation/metrics";
import { ValidationScores } from "../../../../src/renderers/fusion/scores";
import { runsBeside } from "../../../../src/worker/running/storedRuns";
import { readScores, type Scores } from "../../../../src/worker/store/scores";
import { fakeLaunch, serveHere } from "./client";
import { notebookFolder } from "./notebook";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const CELLS = `
\`\`\`hgl data #bones
source: ./small.hgl-clips
validation: 0.25
window: 16
stream: B
\`\`\`

\`\`\`hgl train #bone
data: bones
model: net
epochs: 2
batch: 6
lr: 0.05
seeds: [1, 2]
\`\`\`

\`\`\`hgl ensemble #both
members: [base, bone]
\`\`\`
`;

async function trained() {
  const folder = notebookFolder();
  ends.push(() => rmSync(folder.root, { recursive: true, force: true }));
  const text = `${folder.text}${CELLS}`;
  writeFileSync(folder.path, text);
  const { client, end } = await serveHere({ launch: fakeLaunch() });
  ends.push(end);
  let executions = 0;
  const run = async (cell: string, now = text) => {
    const execution = `x${++executions}`;
    const { message, status } = await client.ask("execute", { path: folder.path, text: now, cell, execution });
    return { message, status, outputs: client.toldOf("outputs", execution).at(-1)?.outputs ?? [] };
  };
  const with_ = (keys: string) => text.replace("members: [base, bone]", keys);
  for (const train of ["base", "bone"]) assert.equal((await run(train)).status.state, "done");
  const scores = (cell: string, seed: number): Scores => {
    const found = runsBeside(folder.path).find((one) => one.cell === cell && one.config.seed === seed)!;
    return readScores(found.folder.scoresPath, "test");
  };
  return { ...folder, client, text, run, with: with_, scores };
}

/** The fused accuracy, worked out here from two runs' scores: the mean of both softmaxes. */
function fusedHits(a: Scores, b: Scores): number {
  const soft = ({ logits, classes }: Scores, clip: number): number[] => {
    const row = [...logits.subarray(clip * classes, (clip + 1) * classes)].map(Math.exp);
    const sum = row.reduce((total, value) => total + value, 0);
    return row.map((value) => value / sum);
  };
  let hits = 0;
  a.labels.forEach((label, clip) => {
    const other = b.clips.indexOf(a.clips[clip]!);
    const [p, q] = [soft(a, clip), soft(b, other)];
    if (argmax(Float32Array.from(p, (value, k) => value + q[k]!)) === label) hits++;
  });
  return hits / a.labels.length;
}

/** A row of the table as it is told in words. */
function rowOf(plain: string, name: string): string[] {
  const line = plain.split("\n").find((one) => one.startsWith(`${name} `));
  return line?.trim().split(/ {2,}/) ?? [];
}

test("two streams are fused seed by seed, shown again without being fused, and stale with their cells", async () => {
  const { run, client, path, text, scores, root } = await trained();
  const { message, outputs, status } = await run("both");
  assert.deepEqual([message, status.state, outputs.length], [null, "done", 3]);
  const plain = outputs[0]!["text/plain"]!;
  const accuracies = [1, 2].map((seed) => fusedHits(scores("base", seed), scores("bone", seed)));
  const mean = (100 * (accuracies[0]! + accuracies[1]!)) / 2;
  const [name, members, weights, test] = rowOf(plain, "2 streams");
  assert.deepEqual([name, members, weights], ["2 streams", "J+B", "0.50 0.50"]);
  assert.equal(Number(test!.split(" ± ")[0]), Number(mean.toFixed(2)));
  assert.deepEqual(rowOf(plain, "#bone").slice(0, 2), ["#bone", "B"]);
  assert.match(
    plain,
    /12 test clips; mean ± standard deviation over 2 fusions, seed by seed\. Fixed weights by stream/,
  );

  const fusion = checkFusion(JSON.parse(outputs[1]![MIME.fusion]!));
  assert.ok(fusion.ok, fusion.ok ? "" : fusion.reason);
  const { validation, weights: own } = fusion.payload;
  assert.deepEqual([own, validation?.fusions.length, validation?.told], [[0.5, 0.5], 2, validation?.clips]);
  const told = Number(rowOf(plain, "2 streams")[5]!.split(" ± ")[0]) / 100;
  const top1 = new ValidationScores(validation!).evaluate(own).top1;
  assert.ok(Math.abs((top1[0]! + top1[1]!) / 2 - told) < 1e-4, "the simplex and the table tell one accuracy");
  const check = checkConfusion(JSON.parse(outputs[2]![MIME.confusion]!));
  assert.ok(check.ok, check.ok ? "" : check.reason);
  const { cell, clips, predictions, evaluations } = check.payload;
  assert.deepEqual([cell, clips?.ids.length, predictions.length, evaluations], ["base", 12, 2, 2]);
  assert.match(outputs[2]!["image/svg+xml"]!, /hgl:provenance/);

  const restored = async (now: string) =>
    (await client.ask("restore", { path, text: now })).cells.find((one) => one.cell === "both")!;
  const again = await restored(text);
  assert.deepEqual([again.stale, again.outputs], [false, outputs]);
  assert.equal((await restored(text.replace("members: [base, bone]", "members: [bone, base]"))).stale, true);
  assert.equal((await run("both")).status.cached, true);
  assert.equal(readdirSync(join(root, ".hgl", "data")).filter((file) => file.startsWith("ensemble-")).length, 1);
});

test("weights are fitted on validation, given, or equal, and a member that lacks what they need is named", async () => {
  const { run, with: with_, text } = await trained();
  const fitted = await run("both", with_("members: [base, bone]\nweights: fitted"));
  assert.equal(fitted.message, null);
  const row = rowOf(fitted.outputs[0]!["text/plain"]!, "2 streams");
  const singles = ["#base", "#bone"].map((name) => rowOf(fitted.outputs[0]!["text/plain"]!, name));
  const validation = (cells: string[]): number => Number(cells.at(-1)!.split(" ± ")[0]);
  assert.ok(validation(row) >= Math.max(...singles.map(validation)), "never worse on validation than the best member");
  const given = await run("both", with_("members: [base, bone]\nweights: [3, 1]"));
  assert.equal(rowOf(given.outputs[0]!["text/plain"]!, "2 streams")[2], "0.75 0.25");

  const wrong = await run("both", with_("members: [base, bone]\nstreams: [J, K]"));
  assert.match(wrong.message!, /#both: #bone was trained on the stream B, and `streams` says K; correct `streams`/);
  const unheld = with_("members: [base, bone]\nweights: fitted").replace("validation: 0.25\nwindow: 16\nstream: B", "validation: 0\nwindow: 16\nstream: B"); // prettier-ignore
  assert.equal((await run("bone", unheld)).message, null);
  assert.match(
    (await run("both", unheld)).message!,
    /#bone has no validation scores, so no weights can be fitted; hold/,
  );
  const fewer = text.replace("lr: 0.05\nseeds: [1, 2]\n```\n\n```hgl ensemble", "lr: 0.06\nseeds: [1, 2]\n```\n\n```hgl ensemble"); // prettier-ignore
  assert.match((await run("both", fewer)).message!, /#bone has no finished run to show; run #bone first/);
});

test("other people's scores take part by the names of their clips, and are refused for others", async () => {
  const { run, with: with_, scores, root, client, path } = await trained();
  const { clips, labels } = scores("base", 1);
  const table = (names: readonly string[]) =>
    `clip,a,b,c\n${names.map((name) => `${name},${[0, 1, 2].map((k) => (k === labels[clips.indexOf(name)] ? 9 : 0)).join(",")}\n`).join("")}`;
  writeFileSync(join(root, "perfect.csv"), table(clips.toReversed()));
  const { outputs: turned } = await run("both", with_("members: [perfect.csv, base]\nweights: [1, 0]"));
  assert.match(turned[0]!["text/plain"]!, /over 2 fusions/, "whoever of the members has one run");
  const now = with_("members: [base, perfect.csv]\nweights: [0, 1]");
  const { message, outputs } = await run("both", now);
  assert.equal(message, null);
  assert.equal(rowOf(outputs[0]!["text/plain"]!, "2 members")[3], "100.00 ± 0.00");
  assert.equal(rowOf(outputs[0]!["text/plain"]!, "perfect.csv")[3], "100.00", "a file taken twice has no spread");
  const restored = async () =>
    (await client.ask("restore", { path, text: now })).cells.find((one) => one.cell === "both")!;
  assert.equal((await restored()).stale, false);
  writeFileSync(join(root, "perfect.csv"), table([...clips.slice(1), "x"]));
  assert.equal((await restored()).stale, true, "the file is another one");
  assert.match(
    (await run("both", now)).message!,
    /perfect\.csv: the tested clip .* is not in it, but "x", which was not/,
  );
  assert.match(
    (await run("both", with_("members: [none.csv]\nweights: equal"))).message!,
    /none\.csv: there is no such file/,
  );
});

test("files alone are fused where one of them says the labels", async () => {
  const { run, with: with_, root } = await trained();
  writeFileSync(join(root, "a.csv"), "label,p,q\n0,2,0\n1,3,0\n");
  writeFileSync(join(root, "b.csv"), "p,q\n1,0\n0,5\n");
  const { message, outputs } = await run("both", with_("members: [b.csv, a.csv]\nweights: equal"));
  assert.equal(message, null);
  const plain = outputs[0]!["text/plain"]!;
  assert.match(plain, /^Note: b\.csv names neither clips nor labels: its rows are taken in the order/);
  assert.deepEqual(
    ["a.csv", "b.csv", "2 members"].map((name) => rowOf(plain, name)[3]),
    ["50.00", "100.00", "100.00"],
  );
  assert.match(
    (await run("both", with_("members: [b.csv]\nweights: equal"))).message!,
    /no member says which class a clip has/,
  );
});

test("the variants of an ablation over streams are fused: one declaration of all streams", async () => {
  const { run, text, client, path } = await trained();
  const streams = (levels: string) =>
    `\`\`\`hgl ablation #streams\nof: base\nfactors:\n  data.stream: [${levels}]\n\`\`\`\n`;
  const six = `${text}${streams("J, B, K, JM, BM, KM")}\`\`\`hgl ensemble #all\nof: streams\n\`\`\`\n`;
  assert.match(
    (await run("all", six)).message!,
    /the variant "B" of #streams has no finished run to fuse; run #streams first/,
  );
  assert.equal((await run("streams", six)).status.state, "done");
  const { outputs, message } = await run("all", six);
  assert.equal(message, null);
  const plain = outputs[0]!["text/plain"]!;
  assert.deepEqual(
    ["J", "B", "K", "JM", "BM", "KM", "2 streams", "4 streams", "6 streams"].map((name) => rowOf(plain, name)[0]),
    ["J", "B", "K", "JM", "BM", "KM", "2 streams", "4 streams", "6 streams"],
  );
  assert.equal(rowOf(plain, "6 streams")[2], "0.22 0.22 0.22 0.11 0.11 0.11");
  const confusion = checkConfusion(JSON.parse(outputs.at(-1)![MIME.confusion]!));
  assert.ok(confusion.ok);
  assert.equal(confusion.payload.cell, "base", "whoever is varied plays the clips");
  const restored = async (now: string) => {
    const { cells } = await client.ask("restore", { path, text: now });
    return cells.find(({ cell }) => cell === "all")!;
  };
  assert.equal((await restored(six)).stale, false);
  assert.equal((await restored(six.replace("[J, B, K, JM, BM, KM]", "[J, B]"))).stale, true);
  const beside = await run("all", six.replace("of: streams\n```", "of: streams\nmembers: [bone]\nweights: equal\n```"));
  assert.equal(rowOf(beside.outputs[0]!["text/plain"]!, "7 streams")[0], "7 streams");
  const wrong = await run("all", six.replace("of: streams\n```", "of: streams\nweights: [1, 2]\n```"));
  assert.match(wrong.message!, /`weights` cannot be \[1, 2\]; it takes a number for each of the 6 members/);
});
