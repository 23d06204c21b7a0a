import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { setKey } from "../../../../src/notebook/language/setKey";

function sets(before: string, key: string, value: unknown, after: string): void {
  assert.equal(setKey(before, key, value), after);
}

test("a key that stands gets another value", () => {
  sets(
    "train #t\ndata: d\ndevice: auto # x\nmodel: m",
    "device",
    "cpu",
    "train #t\ndata: d\ndevice: cpu # x\nmodel: m",
  );
  sets("train #t\ndevice: # x", "device", "cpu", "train #t\ndevice: cpu # x");
  sets("train #t\nseeds:\n  - 1\n  - 2\nmodel: m", "seeds", [3], "train #t\nseeds: [3]\nmodel: m");
  sets("data #d\naugment: { crop: null }", "augment.crop", [0.5, 1], "data #d\naugment: { crop: [0.5, 1] }");
  sets("train #t\r\nepochs: 3\r\n", "epochs", 4, "train #t\r\nepochs: 4\r\n");
});

test("a new key goes where the reference page has it", () => {
  sets("train #t", "device", "cpu", "train #t\ndevice: cpu");
  sets("train #t\n", "device", "cpu", "train #t\ndevice: cpu");
  sets(
    "train #t\n# all\nmodel: m # x\nthreads: 2",
    "epochs",
    3,
    "train #t\n# all\nmodel: m # x\nepochs: 3\nthreads: 2",
  );
  sets("train #t\nthreads: 2", "data", "d", "train #t\ndata: d\nthreads: 2");
  sets("train #t\r\ndata: d\r\n", "model", "m", "train #t\r\ndata: d\r\nmodel: m\r\n");
  sets("train #t\n{ data: d, seeds: [1] }", "model", "m", "train #t\n{ data: d, model: m, seeds: [1] }");
  sets(
    "data #d\naugment:\n    crop: null # x\nrepeat: 2",
    "augment.mirror",
    1,
    "data #d\naugment:\n    crop: null # x\n    mirror: 1\nrepeat: 2",
  );
  sets("data #d\nsource: x", "augment.mirror", 1, "data #d\nsource: x\naugment: { mirror: 1 }");
  sets("data #d\naugment: {}", "augment.mirror", 1, "data #d\naugment: { mirror: 1 }");
  sets("data #d\naugment:\n", "augment.mirror", 1, "data #d\naugment: { mirror: 1 }\n");
});

test("a value is quoted where it would read as something else", () => {
  for (const [value, written] of [
    ["yes", '"yes"'],
    ["12:30", '"12:30"'],
    ["1", '"1"'],
    ["", '""'],
    ["a: b", '"a: b"'],
    ["a # b", '"a # b"'],
    [" a", '" a"'],
    ["two\nlines", '"two\\nlines"'],
    ["../my data/x.zip", "../my data/x.zip"],
    [null, "null"],
    [true, "true"],
    [1e-7, "1e-7"],
    [["a", "b, c"], '[a, "b, c"]'],
  ] as const)
    sets("data #d\nsource: x", "source", value, `data #d\nsource: ${written}`);
});

test("what cannot be set is refused, and nothing is changed", () => {
  const refuses = (source: string, key: string, value: unknown): void =>
    assert.throws(
      () => setKey(source, key, value),
      (error) => error instanceof HglError && error.code === "cell",
    );
  refuses("train #t\nseeds: [", "device", "cpu");
  refuses("train #t", "lr", NaN);
  refuses("train #t", "lr", undefined);
});
