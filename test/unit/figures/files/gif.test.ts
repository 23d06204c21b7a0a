import assert from "node:assert/strict";
import { test } from "node:test";
import { animate } from "../../../../src/figures/animation";
import { paintedFrames } from "../../../../src/figures/files";
import { certify, readCertifiedFile } from "../../../../src/figures/files/certificate";
import { framesToGif, pace } from "../../../../src/figures/files/gif";
import { sha256 } from "../../../../src/worker/store/runFolder";
import { twoPeople } from "../skeletons";
import { asked, certificate, tools } from "./tools";

/** Frames of one colour each. */
const plain = (colours: readonly (readonly number[])[], framesPerSecond = 10) => ({
  count: colours.length,
  framesPerSecond,
  frame: (i: number) =>
    Promise.resolve({
      width: 4,
      height: 2,
      rgba: Uint8Array.from(Array.from({ length: 8 }, () => colours[i]!).flat()),
    }),
});
const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];

test("an animation plays for ever, in one palette, at its pace", async () => {
  const gif = await framesToGif(plain([RED, BLUE, RED]));
  const text = Buffer.from(gif).toString("latin1");
  assert.deepEqual([gif[6], gif[8]], [4, 2]);
  assert.ok(text.includes("NETSCAPE2.0\x03\x01\0\0\0"));
  assert.equal(text.split("\x21\xf9\x04\x00\x0a\x00").length - 1, 3, "three frames of ten hundredths of a second");
  const locals = [...text.matchAll(/\x2c[^]{8}([^])/g)].map(([, packed]) => packed!.charCodeAt(0) & 0x80);
  assert.ok(locals.every((flag) => flag === 0));
  assert.deepEqual(await framesToGif(plain([RED, BLUE, RED])), gif);
});

test("what cannot be an animation is refused", async () => {
  await assert.rejects(framesToGif(plain([])), /needs frames/);
  const frames = plain([RED, BLUE]);
  const growing = {
    ...frames,
    frame: async (i: number) => ({ ...(await frames.frame(i)), width: 4 - 2 * i, height: 2 + 2 * i }),
  };
  await assert.rejects(framesToGif(growing), /frame 1 has another size/);
});

test("the clock is rounded, never its sum, and no frame is too short to be shown", () => {
  for (const framesPerSecond of [1, 15, 24, 29.97, 30, 60, 100, 240]) {
    const count = 300;
    const steps = pace({ count, framesPerSecond });
    const total = steps.reduce((sum, { delay }) => sum + delay, 0);
    assert.ok(Math.abs(total - (1000 * count) / framesPerSecond) <= 20, `${framesPerSecond}: ${total}`);
    assert.ok(steps.every(({ delay }) => delay >= 20 && delay % 10 === 0));
    assert.equal(steps[0]!.index, 0);
  }
});

test("a skeleton's animation is a GIF that carries its certificate and that other programs show", async (t) => {
  const animation = animate(twoPeople, { scheme: "dark" });
  const gif = certify(await framesToGif(await paintedFrames(animation, tools, 0.5)), certificate, sha256);
  const read = readCertifiedFile(gif, sha256);
  assert.deepEqual([read?.format, read?.untouched, read?.certificate.cell], ["gif", true, "fig"]);
  const said = asked(
    "ffprobe",
    gif,
    "gif",
    ..."-v error -count_frames -show_entries stream=width,height,nb_read_frames -of csv=p=0 FILE".split(" "),
  );
  if (said === undefined) return t.skip("ffprobe is not installed");
  assert.equal(said.trim(), `${animation.width / 2},${animation.height / 2},${animation.count}`);
});
