import assert from "node:assert/strict";
import { test } from "node:test";
import { pick } from "../../../../src/model/data/pick";
import { randomStream } from "../../../../src/model/random";

test("every choice of two out of five places is equally likely; more than all is all", () => {
  const seen = new Map<string, number>();
  for (let sample = 0; sample < 5000; sample++) {
    const places = new Uint8Array(5).fill(9);
    pick(places, 2, randomStream({ seed: 1, stream: 99, epoch: 0, sample, use: 0 }));
    const choice = places.join("");
    seen.set(choice, (seen.get(choice) ?? 0) + 1);
    assert.equal(choice.replaceAll("0", ""), "11");
  }
  assert.equal(seen.size, 10);
  for (const count of seen.values()) assert.ok(count > 400 && count < 600, `${count} of 5000`);
  const all = new Uint8Array(3);
  pick(all, 7, randomStream({ seed: 1, stream: 99, epoch: 0, sample: 0, use: 0 }));
  assert.deepEqual([...all], [1, 1, 1]);
});
