import assert from "node:assert/strict";
import { test } from "node:test";
import { openSheet } from "../../../../src/notebook/language/sheet";
import { problemsOf } from "../../../../src/notebook/language/problems";
import { sheetOf, textAt } from "./marked";

/** What is wrong in the last of several cells: code and the marked part of its source. */
function marks(source: string, ...expected: [string, string][]): void {
  const sources = ["data #d\nsource: ui-prmd", "model #m", source];
  const found = problemsOf(sheetOf(sources)).map((problem): [string, string] => {
    assert.equal(problem.cell, 2);
    return [problem.code, textAt(source, problem)];
  });
  assert.deepEqual(found, expected, source);
}

test("problems stand where they are seen in the cell", () => {
  marks("train #t\ndata: d\nmodel: m");
  marks("train #t\r\ndata: d\r\nmodel: m\r\nepocs: 3\r\n", ["unknown-key", "epocs"]);
  marks("train #t\rdata: d\rmodel: m\repochs: 1_0", ["underscore-number", "1_0"]);
  marks("train #t\ndata: d\n", ["missing-key", "train #t"]);
  marks("  train   #t  \ndata: x\nmodel: m", ["missing-cell", "x"]);
  marks("", ["missing-kind", ""]);
  marks("data: d\nmodel: m", ["missing-kind", "data: d"]);
  marks("trian #t\ndata: d", ["unknown-kind", "trian"]);
  marks("train t\ndata: d\nmodel: m", ["missing-id", "train t"]);
  marks("train #1\ndata: d\nmodel: m", ["bad-id", "1"]);
  marks("train #\ndata: d\nmodel: m", ["bad-id", "#"]);
  marks("train #d\ndata: d\nmodel: m", ["duplicate-id", "d"]);
  marks("train #t\ndata: d\nmodel:", ["bad-value", "model"]);
  marks("train #t\ndata: t\nmodel: m", ["cycle", "train #t"], ["wrong-kind", "t"]);
  marks("data #x\nsource: y\naugment: { mirror: 0", ["yaml-syntax", "0"]);
});

test("defaults of the front matter lie beneath", () => {
  const sources = ["data #d\nsource: ui-prmd", "model #m", "train #t\ndata: d"];
  assert.deepEqual(problemsOf(sheetOf(sources, { defaults: { train: { model: "m" } } })), []);
  assert.deepEqual(
    problemsOf(sheetOf(sources, { defaults: { train: { epochs: 3 } } })).map(({ code }) => code),
    ["missing-key"],
  );
  assert.deepEqual(
    problemsOf(sheetOf(sources)).map(({ code }) => code),
    ["missing-key"],
  );
});

test("prose counts as a cell and is not read", () => {
  const sheet = openSheet([
    { hgl: false, source: "# no: [" },
    { hgl: true, source: "data #d" },
  ]);
  assert.deepEqual(
    problemsOf(sheet).map(({ cell, code }) => [cell, code]),
    [[1, "missing-key"]],
  );
});
