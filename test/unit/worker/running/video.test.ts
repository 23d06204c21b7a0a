import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { VIDEO_FORMATS, writeVideo } from "../../../../src/worker/running/video";

const root = mkdtempSync(join(tmpdir(), "hgl-video-"));
after(() => rmSync(root, { recursive: true, force: true }));
const installed = spawnSync("ffmpeg", ["-version"]).error === undefined;
const WITHOUT = installed ? false : "ffmpeg is not installed";

/** Grey frames that grow brighter; 33 pixels wide, which no codec takes as it is. */
const frames = (count = 6) => ({
  count,
  framesPerSecond: 12,
  frame: (i: number) => Promise.resolve({ width: 33, height: 20, rgba: new Uint8Array(4 * 33 * 20).fill(40 * i + 15) }),
});

for (const format of VIDEO_FORMATS)
  test(`${format}: all frames are in the video, at their pace, with the comment`, { skip: WITHOUT }, async () => {
    const file = join(root, `clip.${format}`);
    const comment = '{"cell":"größe; -y \\"x\\" = \'#"}';
    await writeVideo(file, frames(), { comment });
    const probe =
      "-v error -count_frames -show_entries stream=width,height,nb_read_frames,r_frame_rate:format_tags=comment -of json";
    const said = JSON.parse(execFileSync("ffprobe", [...probe.split(" "), file], { encoding: "utf8" })) as {
      streams: unknown[];
      format: { tags: Record<string, string> };
    };
    assert.deepEqual(said.streams, [{ width: 34, height: 20, r_frame_rate: "12/1", nb_read_frames: "6" }]);
    assert.equal(Object.entries(said.format.tags).find(([key]) => /^comment$/i.test(key))?.[1], comment);
    const once = readFileSync(file);
    await writeVideo(file, frames(), { comment });
    assert.deepEqual(readFileSync(file), once, "the same frames give the same file");
  });

test("without ffmpeg one sentence says what to install, and no file is left", async () => {
  await assert.rejects(
    writeVideo(join(root, "none.mp4"), frames(), { ffmpeg: join(root, "no-such-program") }),
    /a video needs the program .*no-such-program, which is not installed; install it \(apt install ffmpeg,.*GIF, which needs nothing\.$/,
  );
  assertNothingOf("none");
});

test("what ffmpeg cannot do is said in its last words", { skip: process.platform === "win32" }, async () => {
  const program = join(root, "broken.sh");
  writeFileSync(
    program,
    "#!/bin/sh\nhead -c 10 > /dev/null\necho 'first line' >&2\necho 'no encoder here.' >&2\nexit 3\n",
  );
  chmodSync(program, 0o755);
  await assert.rejects(
    writeVideo(join(root, "bad.webm"), frames(200), { ffmpeg: program }),
    /ffmpeg ended with status 3 \(no encoder here\); write the other kind of video, or a GIF\.$/,
  );
  assertNothingOf("bad");
});

test("a frame that cannot be made, and a request to stop, leave no file", { skip: WITHOUT }, async () => {
  const failing = {
    ...frames(),
    frame: (i: number) => (i < 3 ? frames().frame(i) : Promise.reject(new RangeError("no frame 3"))),
  };
  await assert.rejects(writeVideo(join(root, "half.mp4"), failing), /no frame 3/);
  const stop = new AbortController();
  const endless = { ...frames(1e9), frame: (i: number) => (i === 5 && stop.abort(), frames().frame(i % 6)) };
  await assert.rejects(
    writeVideo(join(root, "stopped.mp4"), endless, { signal: stop.signal }),
    /stopped\.mp4: writing the video was stopped\.$/,
  );
  assertNothingOf("half");
  assertNothingOf("stopped");
});

test("a name that says no kind of video is refused before anything is drawn", async () => {
  await assert.rejects(
    writeVideo(join(root, "clip.avi"), { ...frames(), frame: () => Promise.reject(new Error("drawn")) }),
    /clip\.avi: a video cannot be a \.avi file; name it \.webm or \.mp4\.$/,
  );
});

function assertNothingOf(name: string): void {
  assert.ok(existsSync(root));
  assert.deepEqual(
    readdirSync(root).filter((file) => file.includes(name)),
    [],
  );
}
