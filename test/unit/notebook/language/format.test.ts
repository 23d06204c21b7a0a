import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCell } from "../../../../src/notebook/language/format";

function formats(before: string, after: string): void {
  assert.equal(formatCell(before), after);
  assert.equal(formatCell(after), after, "formatting twice is formatting once");
}

test("spacing", () => {
  formats("train   #t  {x}  \ndata :   d\nmodel:  m   # note", "train #t {x}\ndata: d\nmodel: m   # note");
  formats(
    "seeds: [ 1,2 ,3 ]\naugment: {mirror: 0.5,crop:   [0.5,1]}",
    "seeds: [1, 2, 3]\naugment: { mirror: 0.5, crop: [0.5, 1] }",
  );
  formats("a: {}\nb: [ ]", "a: {}\nb: []");
  formats("a: 'x  y'\nb: \"p:q\"\nc: x  y", "a: 'x  y'\nb: \"p:q\"\nc: x  y");
  formats("data: d#x\nmodel: m\t# y", "data: d#x\nmodel: m # y");
});

test("lines", () => {
  formats("train #t\n\n\ndata: d  \n\n\n\n  \nmodel: m\n\n", "train #t\ndata: d\n\nmodel: m");
  formats("train #t\r\ndata:  d\r\n\r\n", "train #t\r\ndata: d");
  formats("train #t\ndata: d", "train #t\ndata: d");
  formats("model #m\n\n", "model #m");
  formats("# only\n\n\n#  a note ", "# only\n\n#  a note");
  formats("", "");
});

test("indentation", () => {
  formats("  data: d\n  model: m", "data: d\nmodel: m");
  formats(
    "augment:\n      crop: null\n      # of the x axis\n      mirror: 0\n# after\nwindow: 9",
    "augment:\n  crop: null\n  # of the x axis\n  mirror: 0\n# after\nwindow: 9",
  );
  formats("seeds:\n- 1\n-   2", "seeds:\n  - 1\n  - 2");
  formats("augment: {\n mirror: 0,\n      crop: null\n   }", "augment: {\n  mirror: 0,\n  crop: null\n}");
  formats("a:\n    b: |\n        x  \n          y\nc: 1", "a:\n  b: |\n      x  \n        y\nc: 1");
  formats("source: a long\n      name", "source: a long\n  name");
});

test("what cannot be formatted with certainty stays", () => {
  const stays = (source: string): void => assert.equal(formatCell(source), source);
  stays("train   #t\ndata:d");
  stays("a:   [1");
  stays("a:   1\n\tb: 2");
  stays("-   1");
  stays("a:   1\n---\nb: 2\n--- ");
});
