import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { frameOf, Playback } from "../../../../../src/renderers/frame/body/playback";

test("playing goes round, at its speed, and does not jump after a pause of the page", () => {
  const playback = new Playback(30, 30);
  assert.equal(playback.advance(0), false);
  playback.playing = true;
  const shown = [];
  for (let time = 50; time <= 1050; time += 50) if (playback.advance(time)) shown.push(playback.frame);
  assert.deepEqual(shown.slice(0, 3), [1, 3, 4]);
  assert.equal(playback.frame, 1, "31.5 frames on is 1.5 round the end");
  playback.advance(1_000_000);
  assert.equal(playback.frame, 4, "a tenth of a second at most");
  playback.rest();
  assert.equal(playback.advance(5_000_000), false);
  playback.speed = 0.25;
  playback.goTo(0);
  playback.advance(5_000_100);
  assert.equal(playback.frame, 0);
  playback.step(-1);
  assert.equal(playback.frame, 29);
  playback.goTo(1e9);
  assert.equal(playback.frame, 29);
  assert.equal(frameOf({ frames: 12 }, 29), 11);
  assert.equal(playback.seconds.toFixed(3), "0.967");
});

test("the frame shown is always one of the clip's", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.double({ min: -1e7, max: 1e7, noNaN: true })),
      (length, times) => {
        const playback = new Playback(length, 30);
        playback.playing = true;
        playback.speed = 2;
        for (const time of times) {
          playback.advance(time);
          assert.ok(Number.isInteger(playback.frame) && playback.frame >= 0 && playback.frame < length);
        }
      },
    ),
  );
});
