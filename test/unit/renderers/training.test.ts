import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { duration } from "../../../src/common/duration";
import type { RunState } from "../../../src/common/runRecord";
import { MOST_POINTS } from "../../../src/common/payloads/training";
import { movedReading, readingAt } from "../../../src/renderers/training/reading";
import { lossCeiling, Rows } from "../../../src/renderers/training/rows";
import { Run } from "../../../src/renderers/training/run";
import { Series } from "../../../src/renderers/training/series";
import * as charts from "../../../src/renderers/training/charts.baked";
import { chartSpec, hasLogAxis, STEP_MEASURES } from "../../../src/renderers/training/spec";
import { readingSentence } from "../../../src/renderers/training/tip";
import { announcement, progressWords, speed, STATE_WORDS, summary, time } from "../../../src/renderers/training/words";
import { epochPoint, runDelta, runView, stepPoint } from "./payloads";

interface Point {
  readonly step: number;
}
const ascending = fc
  .uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: 400 })
  .map((steps) => steps.sort((a, b) => a - b).map((step): Point => ({ step })));

function series(most: number, ...batches: (readonly Point[])[]): Series<Point> {
  const made = new Series<Point>(most);
  for (const batch of batches) made.append(batch);
  return made;
}

/** Cuts a list at places, given in any order. */
function batched<T>(items: readonly T[], cuts: readonly number[]): T[][] {
  const places = [0, ...cuts.map((cut) => cut % (items.length + 1)).sort((a, b) => a - b), items.length];
  return places.slice(1).map((to, i) => items.slice(places[i], to));
}

test("any batching of points gives the same curve: thinned, evenly, with first and last, never above the limit", () => {
  fc.assert(
    fc.property(ascending, fc.array(fc.nat()), fc.integer({ min: 2, max: 60 }), (points, cuts, most) => {
      const whole = series(most, points).points;
      assert.deepEqual(series(most, ...batched(points, cuts)).points, whole);
      assert.ok(whole.length <= most);
      assert.deepEqual([whole[0], whole.at(-1)], [points[0], points.at(-1)]);
      if (points.length < most) assert.deepEqual(whole, points);
      const ordinals = whole.map((point) => points.indexOf(point));
      const strides = new Set(ordinals.slice(1, -1).map((ordinal, i) => ordinal - ordinals[i]!));
      assert.ok(strides.size <= 1 && whole.length >= Math.min(points.length, Math.floor(most / 2)));
    }),
  );
});

test("points told twice count once; what comes after a cut takes the place of what was there", () => {
  fc.assert(
    fc.property(ascending, ascending, fc.nat(5200), fc.integer({ min: 2, max: 60 }), (before, after, at, most) => {
      const twice = series(most, before, before.slice(-20));
      assert.deepEqual(twice.points, series(most, before).points);
      const later = after.filter(({ step }) => step > at);
      const cut = series(most, before);
      cut.cutAfter(at);
      assert.ok(cut.points.every((point) => point.step <= at && before.includes(point)));
      assert.deepEqual(
        cut.points,
        series(most, before).points.filter(({ step }) => step <= at),
      );
      cut.append(later);
      assert.ok(cut.points.length <= most);
      assert.equal(cut.points.at(-1), later.at(-1) ?? cut.points.at(-1));
      assert.ok(cut.points.every(({ step }, i, all) => i === 0 || step > all[i - 1]!.step));
    }),
  );
});

test("a curve of any length holds at most 2,000 points", () => {
  const long = series(MOST_POINTS);
  for (let step = 1; step <= 300_000; step++) long.append([{ step }]);
  assert.ok(long.points.length <= MOST_POINTS && long.points.length > MOST_POINTS / 2);
  assert.equal(long.points.at(-1)!.step, 300_000);
});

test("deltas in any batching make the run that one telling makes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), fc.array(fc.nat()), (length, cuts) => {
      const run = new Run(runView(0));
      const steps = Array.from({ length }, (_, i) => i + 1);
      let from = 0;
      for (const batch of batched(steps, cuts)) {
        run.grow(runDelta(from, batch.at(-1) ?? from));
        from = batch.at(-1) ?? from;
      }
      const whole = new Run(runView(length));
      assert.deepEqual(run.steps.points, whole.steps.points);
      assert.deepEqual(run.epochs.points, whole.epochs.points);
      assert.deepEqual(run.facts, whole.facts);
    }),
  );
});

test("a resumed run is cut where it goes on; a snapshot without points keeps those there are", () => {
  const run = new Run(runView(57));
  run.grow(runDelta(40, 45, { cutAfter: 40 }));
  assert.deepEqual(
    run.steps.points.map(({ step }) => step),
    Array.from({ length: 45 }, (_, i) => i + 1),
  );
  assert.equal(run.epochs.latest!.epoch, 4);
  run.replace(runView(45, { state: "interrupted", steps: [], epochPoints: [] }));
  assert.equal(run.steps.points.length, 45);
  assert.equal(run.facts.state, "interrupted");
  run.replace(runView(12));
  assert.equal(run.steps.points.length, 12);
  assert.ok(!("steps" in run.facts) && !("cutAfter" in run.facts));
});

test("best validation is the first of the best; the share follows the steps", () => {
  const points = [epochPoint(1), epochPoint(2), { ...epochPoint(3), validationTop1: 0.2 }];
  assert.deepEqual(new Run(runView(30, { epochPoints: points })).best, { epoch: 2, top1: 0.2 });
  const none = new Run(runView(30, { epochPoints: [{ ...epochPoint(1), validationTop1: null }] }));
  assert.equal(none.best, null);
  assert.equal(none.share, 0.1);
  assert.equal(new Run(runView(0, { epochs: 0 })).share, 0);
  assert.equal(new Run(runView(280, { state: "done" })).share, 1);
  assert.equal(new Run(runView(10, { step: 1e9 })).share, 1);
});

test("a run in words", () => {
  const states = Object.keys(STATE_WORDS) as RunState[];
  assert.equal(new Set(states.map((state) => STATE_WORDS[state])).size, 6);
  assert.equal(progressWords(runView(25)), "epoch 3 of 30, step 25");
  assert.equal(progressWords(runView(0)), "epoch 1 of 30, step 0");
  assert.equal(progressWords(runView(0, { state: "queued" })), "30 epochs to do");
  assert.equal(progressWords(runView(300, { state: "done" })), "30 epochs, 300 steps");
  assert.deepEqual([0.4, 59.6, 61, 3599.6, 5025, 260_000].map(duration), [
    "0 s",
    "1 min 00 s",
    "1 min 01 s",
    "1 h 00 min",
    "1 h 24 min",
    "3 d 0 h",
  ]);
  assert.deepEqual([null, 0, 6.51, 210.4, 12_345].map(speed), ["", "", "6.5 clips/s", "210 clips/s", "12k clips/s"]);
  assert.equal(time(runView(25)), "4 min 35 s left");
  assert.equal(time(runView(25, { etaSeconds: null })), "");
  assert.equal(time(runView(25, { state: "failed" })), "25 s");
});

test("several seeds are summed up with the spread of the finished ones", () => {
  const run = (state: RunState, test: number | null = null): Run => new Run(runView(20, { state, test }));
  assert.equal(summary([run("running"), run("queued"), run("queued")]), "3 seeds: 1 running, 2 queued");
  assert.equal(summary([run("done", 0.8), run("failed")]), "2 seeds: 1 done, 1 failed. Test 80.0 % (1 seed)");
  assert.equal(
    summary([run("done", 0.8), run("done", 0.82)]),
    "2 seeds: 2 done. Test 81.0 ± 1.4 % (mean and standard deviation of 2)",
  );
});

test("aloud: a new state, a new epoch, nothing else", () => {
  const at = (step: number, more = {}): Run => new Run(runView(step, more));
  assert.equal(announcement(runView(21), at(25)), null);
  assert.equal(announcement(runView(19), at(21)), "Seed 1: epoch 3 of 30, validation 20.0 %.");
  assert.equal(announcement(runView(21), at(300, { state: "done", test: 0.5 })), "Seed 1 done, test 50.0 %.");
  assert.equal(announcement(runView(21), at(300, { state: "done", test: 0.5, testOf: "seen" })), "Seed 1 done, test 50.0 % (seen classes)."); // prettier-ignore
  const failed = at(22, { state: "failed", message: "The disk is\u202e full." });
  assert.equal(announcement(runView(21), failed), "Seed 1 failed: The disk is full.");
  assert.equal(announcement(runView(21, { state: "interrupted" }), at(29, { state: "interrupted" })), null);
});

test("the reading snaps to epochs, to steps before there are any, and moves by keys", () => {
  const runs = [new Run(runView(45)), new Run(runView(25, { seed: 2 }))];
  assert.deepEqual([readingAt(runs, 2.4)!.at, readingAt(runs, 99)!.at, readingAt(runs, -5)!.at], [2, 4, 1]);
  assert.deepEqual(
    readingAt(runs, 4)!.rows.map(({ run }) => run.facts.seed),
    [1],
  );
  assert.equal(
    readingSentence(readingAt(runs, 1)!, "loss", true),
    "loss, epoch 1: seed 1: train 2.000, validation 3.000; seed 2: train 2.000, validation 3.000.",
  );
  const early = [new Run(runView(7))];
  assert.equal(readingAt(early, 0.31)!.title, "step 3");
  assert.equal(readingAt([new Run(runView(0))], 1), null);
  const last = movedReading(runs, null, "ArrowLeft")!;
  assert.equal(last.at, 4);
  assert.equal(movedReading(runs, last, "ArrowLeft")!.at, 3);
  assert.equal(movedReading(runs, last, "ArrowRight")!.at, 4);
  assert.equal(movedReading(runs, last, "Home")!.at, 1);
  assert.equal(movedReading([new Run(runView(0))], null, "End"), null);
});

test("a point has one row for as long as it is drawn, and no first spike sets the scale", () => {
  const run = new Run(
    runView(45, { steps: Array.from({ length: 45 }, (_, i) => stepPoint(i + 1, i === 0 ? 500 : 2)) }),
  );
  const rows = new Rows();
  const before = rows.of("loss", [run], null);
  run.grow(runDelta(45, 60));
  const after = rows.of("loss", [run], null);
  before.steps.forEach((row, i) => assert.equal(after.steps[i], row));
  assert.deepEqual([after.steps.length, after.train.length, after.validation.length], [60, 6, 6]);
  assert.deepEqual(
    rows.of("accuracy", [run], null).train.map(({ y }) => Math.round(y)),
    [10, 20, 30, 40, 50, 60],
  );
  assert.deepEqual(rows.of("accuracy", [run], null).steps, []);
  assert.equal(lossCeiling([run]), 3, "the validation loss of the first epoch");
  assert.equal(lossCeiling([new Run(runView(0))]), 1);
});

test("what is measured at each step is drawn of the steps, and read at the last one of an epoch", () => {
  const steps = Array.from({ length: 20 }, (_, i) => ({
    ...stepPoint(i + 1, 2),
    gradNorm: i === 3 ? 0 : i,
    lr: 0.1 / (i + 1),
  }));
  const run = new Run(runView(20, { steps }));
  const rows = new Rows();
  for (const measure of STEP_MEASURES) {
    const drawn = rows.of(measure, [run], readingAt([run], 1));
    assert.deepEqual(
      drawn.steps.map(({ y }) => y),
      steps.map((point) => point[measure]),
    );
    assert.deepEqual([drawn.train, drawn.validation], [[], []]);
    assert.deepEqual(drawn.reading, [{ x: 1, y: steps[9]![measure], run: 0, validation: false }]);
  }
  assert.equal(readingSentence(readingAt([run], 2)!, "gradNorm", false), "gradient norm, epoch 2: train 19.00.");
});

test("a logarithmic axis is given nothing that it cannot show; rows are the same objects otherwise", () => {
  const steps = [1, 0, -1, 2].map((gradNorm, i) => ({ ...stepPoint(i + 1, 2), gradNorm }));
  const run = new Run(runView(4, { steps }));
  const rows = new Rows();
  const plain = rows.of("gradNorm", [run], null).steps;
  assert.deepEqual(rows.of("gradNorm", [run], null, true).steps, [plain[0], plain[3]]);
  assert.equal(rows.of("gradNorm", [run], null, true).steps[1], plain[3]);
});

test("every measure has its chart, a logarithmic one where the axis suits", () => {
  for (const measure of ["loss", "accuracy", ...STEP_MEASURES] as const) {
    assert.ok(charts[measure], measure);
    assert.equal(`${measure}Log` in charts, hasLogAxis(measure), measure);
  }
});

test("the charts hold no data, no address and no text of a run", () => {
  for (const measure of ["loss", "accuracy", ...STEP_MEASURES] as const) {
    const text = JSON.stringify(chartSpec(measure));
    assert.doesNotMatch(text.replace("https://vega.github.io/schema/vega-lite/v6.json", ""), /https?:|"url"|"values"/);
  }
});
