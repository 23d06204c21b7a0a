import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { evenly, sampleFrames, splitJpegs } from "../../../../../src/worker/text/video/frames";
import { lookAt, makeVideo, WITHOUT } from "./tinyVideo";

const root = mkdtempSync(join(tmpdir(), "hgl frames "));
after(() => rmSync(root, { recursive: true, force: true }));
const stop = new AbortController().signal;

test("frames are the middles of equal parts, each once", () => {
  const table: [number, number, number[]][] = [
    [16, 4, [2, 6, 10, 14]],
    [10, 4, [1, 3, 6, 8]],
    [3, 16, [0, 1, 2]],
    [1, 1, [0]],
    [100, 1, [50]],
  ];
  for (const [total, count, frames] of table) assert.deepEqual(evenly(total, count), frames);
});

test("a stream of JPEG files is parted where one ends and the next begins", () => {
  const [one, two] = [Buffer.from("ffd8aaff00ffd9", "hex"), Buffer.from("ffd8ffd9", "hex")];
  assert.deepEqual(splitJpegs(Buffer.concat([one, two, one])), [one, two, one]);
  assert.deepEqual(splitJpegs(Buffer.alloc(0)), []);
});

test("the frames of a video are those asked for, whatever it is called", { skip: WITHOUT }, async () => {
  for (const name of ["-i.avi", "a b;$(touch x)'\".mp4", "http:%3a.mkv"]) {
    const video = join(root, name);
    makeVideo(video, 40);
    const looks = (await sampleFrames(video, 4, { stop })).map(lookAt);
    assert.equal(looks.length, 4, name);
    for (const [i, { brightness, width, height }] of looks.entries()) {
      assert.deepEqual([width, height], [64, 48]);
      // The full range of a JPEG spreads 16..235 to 0..255.
      const right = ((4 * evenly(40, 4)[i]!) * 255) / 219;
      assert.ok(Math.abs(brightness - right) < 6, `${name}: frame ${i} is ${brightness}, not ${right}`);
    }
  }
  assert.equal((await sampleFrames(join(root, "-i.avi"), 100, { stop })).length, 40);
}); // prettier-ignore

test("a large picture becomes smaller, a small one no larger", { skip: WITHOUT }, async () => {
  const video = join(root, "large.mp4");
  makeVideo(video, 2, "300x1200");
  const { width, height } = lookAt((await sampleFrames(video, 1, { stop }))[0]!);
  assert.deepEqual([width, height], [128, 512]);
});

test("a damaged video is named", { skip: WITHOUT }, async () => {
  const cut = join(root, "cut.mp4");
  makeVideo(cut, 20);
  truncateSync(cut, 300);
  const none = join(root, "none.avi");
  writeFileSync(none, "");
  const playlist = join(root, "list.avi");
  writeFileSync(playlist, `#EXTM3U\n#EXTINF:1,\nfile://${cut}\n#EXT-X-ENDLIST\n`);
  for (const video of [cut, none, playlist, join(root, "missing.avi")])
    await assert.rejects(sampleFrames(video, 4, { stop }), (error) => {
      assert.ok(error instanceof HglError && error.code === "data", String(error));
      return error.message.startsWith(`${video}: the video cannot be read (`);
    });
});

test("without ffmpeg one sentence says what to install", async () => {
  const ffprobe = join(root, "no-such-program");
  await assert.rejects(
    sampleFrames(join(root, "x.avi"), 4, { stop, ffprobe }),
    /needs the program .*no-such-program, which is not installed; install ffmpeg, which brings it \(apt install ffmpeg,/,
  );
});

test("a program that hangs, floods or is stopped is ended", { skip: process.platform === "win32" }, async () => {
  const program = (name: string, script: string): string => {
    const file = join(root, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const hangs = program("hangs", "exec sleep 600");
  const floods = program("floods", "exec yes");
  const short = { stop, timeoutSeconds: 0.3 };
  await assert.rejects(sampleFrames("x.avi", 4, { ...short, ffprobe: hangs }), /\(it took longer than 0\.3 s\)/);
  await assert.rejects(sampleFrames("x.avi", 4, { stop, ffprobe: floods }), /floods printed more than 1048576 bytes/);
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(), 100);
  const work = sampleFrames("x.avi", 4, { stop: stopping.signal, ffprobe: hangs });
  await assert.rejects(work, (error) => error instanceof HglError && error.code === "interrupted");
});
