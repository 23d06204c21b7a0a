import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Debounced } from "../../../../src/extension/language/debounced";

test("a call waits until its key has been quiet; others do not disturb it", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const done: string[] = [];
    const calls = new Debounced(150);
    calls.later("a", () => done.push("a1"));
    mock.timers.tick(100);
    calls.later("a", () => done.push("a2"));
    calls.later("b", () => done.push("b"));
    mock.timers.tick(149);
    assert.equal(done.length, 0);
    mock.timers.tick(1);
    assert.deepEqual(done, ["a2", "b"]);
    calls.later("a", () => done.push("never"));
    calls.cancel("a");
    calls.later("b", () => done.push("never"));
    calls.dispose();
    mock.timers.tick(1000);
    assert.deepEqual(done, ["a2", "b"]);
  } finally {
    mock.timers.reset();
  }
});
