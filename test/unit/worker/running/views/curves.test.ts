import assert from "node:assert/strict";
import { test } from "node:test";
import { MIME } from "../../../../../src/common/ids";
import { checkCurves } from "../../../../../src/common/payloads/curves";
import type { ResolvedCurves } from "../../../../../src/notebook/resolve";
import type { RunGroup } from "../../../../../src/worker/running/figures/source";
import { curvesView } from "../../../../../src/worker/running/views/curves";
import { EXERCISES, runOf } from "../../../../golden/records";

const cell: ResolvedCurves = {
  kind: "view",
  view: "curves",
  id: "c",
  index: 0,
  needs: [],
  of: "base",
  ofKind: "train",
  with: ["wide"],
  minus: null,
};

/** Finished runs as the store gives them, as far as curves look at them. */
function group(id: string, seeds: readonly number[], epochs: number): RunGroup {
  const runs = seeds.map((seed) => {
    const { events, result } = runOf({ classes: EXERCISES, seeds, epochs }, seed);
    return { config: { seed }, result, folder: { events: () => events } };
  });
  return { id, runs: runs as unknown as RunGroup["runs"] };
}

async function shown(...groups: RunGroup[]) {
  const output = await curvesView.output(cell, groups, {} as never);
  const value: unknown = JSON.parse(output[MIME.curves]!);
  const check = checkCurves(value);
  assert.ok(check.ok, check.ok ? "" : check.reason);
  assert.deepEqual(check.payload, value);
  return { output, payload: check.payload };
}

test("each seed and the mean with its band, for every measure; one seed has neither", async () => {
  const { output, payload } = await shown(group("base", [1, 2, 3], 12), group("wide", [7], 5));
  assert.deepEqual(
    payload.cells.map(({ name, seeds }) => [name, seeds]),
    [
      ["base", [1, 2, 3]],
      ["wide", [7]],
    ],
  );
  const [base, wide] = payload.cells;
  const accuracy = base!.curves.filter(({ measure, part }) => measure === "accuracy" && part === "training");
  assert.deepEqual(
    accuracy.map(({ seed }) => seed),
    [null, 1, 2, 3],
  );
  const [mean, ...seeds] = accuracy;
  mean!.epochs.forEach((_, i) => {
    const values = seeds.map((one) => one.values[i]!);
    const centre = values.reduce((sum, value) => sum + value, 0) / 3;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 2);
    assert.ok(Math.abs(mean!.values[i]! - centre) < 1e-12);
    assert.ok(Math.abs(mean!.high![i]! - centre - deviation) < 1e-12);
  });
  assert.ok(wide!.curves.every(({ seed, low, high }) => seed === null && low === null && high === null));
  assert.match(output["image/svg+xml"]!, /^<svg/);
  assert.match(output["text/plain"]!, /Training curves of #base, #wide[\s\S]*wide +1 +5/);
});

test("a very long training is thinned to what a screen can show, its last epoch kept", async () => {
  const { payload } = await shown(group("base", [1], 2500), group("wide", [1], 2));
  const loss = payload.cells[0]!.curves.find(({ measure, part }) => measure === "loss" && part === "training")!;
  assert.ok(loss.epochs.length <= 1000 && loss.epochs.length > 800);
  assert.equal(loss.epochs.at(-1), 2500);
});
