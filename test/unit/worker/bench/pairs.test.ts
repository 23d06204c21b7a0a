import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Contender } from "../../../../src/worker/bench/contender";
import { ratios, runPairs, medianAndRange } from "../../../../src/worker/bench/pairs";

function scripted(name: string, times: number[], log: string[]): Contender {
  return {
    once: async () => {
      log.push(name);
      return times.shift()!;
    },
    peakBytes: () => 0,
    close: async () => {},
  };
}

describe("paired timing", () => {
  it("takes turns and swaps who begins", async () => {
    const log: string[] = [];
    const seen: number[] = [];
    const times = await runPairs(scripted("a", [1, 2, 4], log), scripted("b", [3, 3, 2], log), 3, (n) => seen.push(n));
    assert.deepEqual(log, ["a", "b", "b", "a", "a", "b"]);
    assert.deepEqual(seen, [1, 2, 3]);
    assert.deepEqual(times, { ours: [1, 2, 4], torch: [3, 3, 2] });
    assert.deepEqual(ratios(times), [3, 1.5, 0.5]);
  });

  it("times ours alone when there is no other side", async () => {
    const times = await runPairs(scripted("a", [5, 6], []), null, 2);
    assert.deepEqual(times, { ours: [5, 6], torch: null });
    assert.equal(ratios(times), null);
  });

  it("takes the median of the ratios, not the ratio of medians", () => {
    const times = { ours: [1, 10, 100], torch: [2, 10, 50] };
    assert.equal(medianAndRange(ratios(times)!).median, 1);
    assert.deepEqual(medianAndRange([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
    assert.deepEqual(medianAndRange([7]), { median: 7, min: 7, max: 7 });
  });
});
