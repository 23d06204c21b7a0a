import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../src/common/errors";
import { CompiledProgram, type Arrays, type Program } from "../../../src/engine";
import { indexOf, selfTest, trustDevice, type SelfTestResult } from "../../../src/engine/selfTest";
import { batchNormCase, pointwiseCase, productionCases, reluCase } from "../../../src/engine/selfTestCases";

/** A device that computes rightly and then spoils a result. */
const spoiled = (spoil: (outputs: Arrays) => void) => async (program: Program, name: string) => {
  const compiled = await CompiledProgram.compile(program, name, { threads: 1 });
  const run = async (inputs: Arrays): Promise<Arrays> => {
    const outputs = await compiled.run(inputs);
    spoil(outputs);
    return outputs;
  };
  return { run, dispose: () => compiled.dispose() };
};
const CASES = [pointwiseCase([2, 4, 5, 6], 8), reluCase([2, 3, 4]), batchNormCase([4, 3, 20])];

test("the cpu passes at production shapes, with room to spare", async () => {
  const seen: SelfTestResult[] = [];
  const results = await selfTest({ threads: 2, onResult: (result) => seen.push(result) });
  assert.deepEqual(seen, results);
  assert.equal(results.length, productionCases().length);
  for (const { kernel, shape, ok, maxRelativeError, tolerance } of results) {
    assert.ok(ok && maxRelativeError < tolerance / 10, `${kernel} at ${shape}: ${maxRelativeError}`);
  }
  assert.doesNotThrow(() => trustDevice("cpu", results));
});

test("half precision is not let through", async () => {
  const half = (x: number): number => {
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(x) || 1)) - 10);
    return Math.round(x / unit) * unit;
  };
  const compile = spoiled((outputs) => Object.values(outputs).forEach((y) => y.forEach((v, i) => (y[i] = half(v)))));
  const results = await selfTest({ cases: CASES.slice(0, 1), compile });
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [false],
  );
  assert.ok(results[0]!.maxRelativeError > 1e-4);
});

test("one wrong gradient is found, and the device is refused by name with what is wrong", async () => {
  const compile = spoiled((outputs) => {
    if (outputs.dw) outputs.dw[3]! += 0.5;
  });
  const results = await selfTest({ cases: CASES, compile });
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [false, true, true],
  );
  assert.equal(results[0]!.tensor, "dw");
  assert.throws(
    () => trustDevice("webgpu:0", results),
    (error) =>
      error instanceof HglError &&
      error.code === "device" &&
      /^webgpu:0: pointwise at \[2, 4, 5, 6\] to 8 is wrong by \d\.\de.\d in dw; train on "cpu"\.$/.test(error.message),
  );
});

test("values that are not finite fail, wherever in a tensor they stand", async () => {
  const compile = spoiled((outputs) => {
    if (outputs.dx) outputs.dx[outputs.dx.length - 5] = NaN;
  });
  const cases = [pointwiseCase([4, 16, 25, 32], 16)];
  const results = await selfTest({ cases, compile });
  assert.equal(results[0]!.maxRelativeError, Infinity);
  assert.throws(() => trustDevice("gpu", results), /gpu: pointwise .* gives values of dx that are not finite/);
});

test("a device that refuses programs fails each check with its own words; the rest is still tried", async () => {
  let programs = 0;
  const compile = async (program: Program, name: string) => {
    if (programs++ === 0) throw new Error("Operator BatchNormalization is not implemented.\n  at native code");
    return CompiledProgram.compile(program, name);
  };
  const results = await selfTest({ cases: CASES, compile });
  assert.deepEqual(
    results.map(({ ok, refusal }) => [ok, refusal]),
    [
      [false, "Operator BatchNormalization is not implemented"],
      [true, undefined],
      [true, undefined],
    ],
  );
  assert.throws(
    () => trustDevice("npu", results),
    /^HglError: npu: pointwise .* does not run: Operator BatchNormalization is not implemented; train on "cpu"\.$/,
  );
});

test("the count of further failures is told", async () => {
  const compile = spoiled((outputs) => outputs.dx!.fill(1e3));
  const results = await selfTest({ cases: CASES, compile });
  assert.throws(() => trustDevice("cpu", results), /\(and 2 more of 3 checks fail\); report this/);
});

test("a device that is not there is refused by name", async () => {
  await assert.rejects(
    selfTest({ device: "cuda" }),
    (error) => error instanceof HglError && error.code === "device" && error.message.includes('"cuda"'),
  );
});

test("an index is the place's digits in the shape", () => {
  assert.deepEqual(indexOf(23, [2, 3, 4]), [1, 2, 3]);
  assert.deepEqual(indexOf(5, [2, 3, 4]), [0, 1, 1]);
  assert.deepEqual(indexOf(0, []), []);
});
