import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNotebook } from "../../../../src/notebook/check";
import type { FindingCode } from "../../../../src/notebook/findings";
import { parseNotebook } from "../../../../src/notebook/parse";
import { resolveNotebook } from "../../../../src/notebook/resolve";

const HEAD = "---\nhgl: 1\n---\n```hgl data #d\nsource: ui-prmd\n```\n```hgl model #m\n```\n";
const ABLATION = "```hgl ablation #a\nof: t\nfactors:\n  model.cts: [gsm]\n";
const text = (executor: string, more = "") =>
  `${HEAD}\`\`\`hgl train #t\ndata: d\nmodel: m\nexecutor: ${executor}\n\`\`\`\n${more}`;

function finds(executor: string, ...expected: [FindingCode, string][]): void {
  const notebook = text(executor);
  const found = checkNotebook(notebook).map(({ code, offset, length }) => [
    code,
    notebook.slice(offset, offset + length),
  ]);
  assert.deepEqual(found, expected, executor);
}

function executorsIn(notebook: string) {
  return resolveNotebook(parseNotebook(notebook)).flatMap((cell) =>
    cell.kind === "train" || cell.kind === "ablation" ? [cell.executor] : [],
  );
}

test("what a cluster is asked for, with its defaults", () => {
  const nothing = { account: null, cpus: null, gpus: 0, memory: null, modules: [], partition: null, time: null };
  assert.deepEqual(executorsIn(text("{ on: slurm }")), [{ kind: "slurm", atOnce: "auto", ...nothing }]);
  const all =
    "{ on: slurm, atOnce: 4, partition: gpu-a100, account: lab_1, gpus: 1, cpus: 8, memory: 16G, time: '1-12:00:00', modules: [gcc/13.2, cuda@12.2] }";
  finds(all);
  assert.deepEqual(executorsIn(text(all)), [
    {
      kind: "slurm",
      atOnce: 4,
      partition: "gpu-a100",
      account: "lab_1",
      gpus: 1,
      cpus: 8,
      memory: "16G",
      time: "1-12:00:00",
      modules: ["gcc/13.2", "cuda@12.2"],
    },
  ]);
});

test("an ablation is trained where its baseline is, or where it says itself", () => {
  const kinds = (more: string) =>
    executorsIn(text("{ on: slurm }", `${ABLATION}${more}\`\`\`\n`)).map(({ kind }) => kind);
  assert.deepEqual(kinds(""), ["slurm", "slurm"]);
  assert.deepEqual(kinds("executor: { on: local }\n"), ["slurm", "local"]);
});

test("what would be an option, another file or a shell's word is refused", () => {
  for (const word of [
    "--wrap=id",
    "-x",
    "a b",
    "$(id)",
    "a;b",
    "`id`",
    "a|b",
    "../x",
    "a/../b",
    "/etc/x",
    "~x",
    "a\\nb",
    "",
  ]) {
    finds(`{ on: slurm, partition: "${word}" }`, ["bad-value", `"${word}"`]);
    finds(`{ on: slurm, account: "${word}" }`, ["bad-value", `"${word}"`]);
    finds(`{ on: slurm, modules: ["${word}"] }`, ["bad-value", `"${word}"`]);
  }
  for (const memory of ["16 G", "16GB", "-1", "G"])
    finds(`{ on: slurm, memory: "${memory}" }`, ["bad-value", `"${memory}"`]);
  for (const time of ["1:2:3:4", "1h", "-5", "1-"]) finds(`{ on: slurm, time: "${time}" }`, ["bad-value", `"${time}"`]);
});

test("what only a cluster takes has no effect on this machine", () => {
  finds(
    "{ partition: gpu, gpus: 1, modules: [gcc] }",
    ["no-effect", "gpu"],
    ["no-effect", "1"],
    ["no-effect", "[gcc]"],
  );
  finds("{ on: local, atOnce: 2 }");
});
