import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { RunDelta } from "../../../../src/common/payloads/training";
import { RunStory } from "../../../../src/worker/running/runStory";
import type { Tell } from "../../../../src/worker/serve/desk";
import { LiveRuns } from "../../../../src/worker/serve/live";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a slow reader holds the next message back, and then gets all there is in one", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  try {
    const story = new RunStory({ runId: "r", folder: "/r", name: null, seed: 1, epochs: 10 });
    const take: (() => void)[] = [];
    const told: RunDelta[][] = [];
    const tell = ((name: string, message: { runs: RunDelta[] }) => {
      if (name !== "progress") return Promise.resolve();
      told.push(message.runs);
      return new Promise<void>((resolve) => take.push(resolve));
    }) as unknown as Tell;
    const step = (number: number) =>
      story.add([{ at: number, type: "step", epoch: 1, step: number, loss: 1, lr: 1, gradNorm: 1, clipsPerSecond: 1 }]);
    story.add([{ at: 0, type: "start", runId: "r", seed: 1, epochs: 10, stepsPerEpoch: 100, resumedAt: null }]);
    const live = new LiveRuns(tell, "x", [story]);
    await live.show([]);
    mock.timers.tick(500);
    assert.equal(told.length, 0, "nothing new, nothing said");
    for (let number = 1; number <= 50; number++) {
      step(number);
      mock.timers.tick(100);
    }
    assert.equal(told.length, 1, "the first message is still on its way");
    take[0]!();
    await turn();
    mock.timers.tick(500);
    assert.deepEqual(
      told.map((runs) => runs[0]!.steps.map(({ step: number }) => number)).flat(),
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
    assert.equal(told.length, 2);
    const ended = live.end();
    take[1]!();
    await ended;
    step(51);
    mock.timers.tick(5000);
    assert.equal(told.length, 2, "after its end nothing is said");
  } finally {
    mock.timers.reset();
  }
});
