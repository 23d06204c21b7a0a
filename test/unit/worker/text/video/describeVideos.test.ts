import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { parseClipDescriptions } from "../../../../../src/worker/text/descriptions";
import { chatDescriber } from "../../../../../src/worker/text/video/chatDescriber";
import type { Describer } from "../../../../../src/worker/text/video/describer";
import { describeVideos, type VideoJob, type VideoProgress } from "../../../../../src/worker/text/video/describeVideos";
import { sampleFrames } from "../../../../../src/worker/text/video/frames";
import { fakeClock, fakeServer, json, KEY, said } from "../endpoints/fakeServer";
import { makeVideo, WITHOUT } from "./tinyVideo";

const going = new AbortController().signal;

describe("videos are described", () => {
  const root = mkdtempSync(join(tmpdir(), "hgl-describe-"));
  const folder = join(root, "videos");
  after(() => rmSync(root, { recursive: true, force: true }));
  before(() => {
    mkdirSync(folder);
    for (const [i, clip] of ["a", "b", "c"].entries()) {
      const video = join(folder, `${clip}_rgb.avi`);
      if (WITHOUT) writeFileSync(video, clip);
      else makeVideo(video, 6 + i);
    }
    writeFileSync(join(folder, "bad.avi"), "not a video");
  });

  let stores = 0;
  const newStore = (): string => join(root, `store-${stores++}`);
  const describer = (more: Partial<Describer> = {}): Describer & { readonly seen: number[] } => {
    const seen: number[] = [];
    return {
      name: "test",
      seen,
      describe: async (frames) => {
        seen.push(frames.length);
        return { text: `${frames.length} frames.\n`, tokens: { input: 1000, output: 10 } };
      },
      ...more,
    };
  };
  const job = (more: Partial<VideoJob>): VideoJob => ({
    folder,
    pattern: null,
    dataset: "set",
    samples: ["a", "b", "c"],
    describer: describer(),
    prompt: "What moves?",
    frames: 4,
    prices: { input: 1, output: 100 },
    atOnce: 2,
    store: newStore(),
    look: async (_, count) => new Array<Uint8Array>(count).fill(Uint8Array.of(0xff, 0xd8)),
    ...more,
  });
  const run = (more: Partial<VideoJob>, onProgress: (progress: VideoProgress) => void = () => {}, stop = going) =>
    describeVideos(job(more), onProgress, stop);

  test("each clip once, with progress and cost; what cannot be is named", { skip: WITHOUT }, async () => {
    const told: string[] = [];
    const samples = ["bad", "c", "none", "a"];
    const made = await run({ samples, look: sampleFrames }, ({ done, of, spent }) =>
      told.push(`${done}/${of} ${spent.input} ${spent.money}`),
    );
    assert.deepEqual([...made.texts], [["c", ["4 frames."]], ["a", ["4 frames."]]]); // prettier-ignore
    assert.deepEqual(made.spent, { input: 2000, output: 20, money: 0.004, uncounted: 0 });
    assert.deepEqual(made.leftOut.map(({ sample }) => sample), ["bad", "none"]); // prettier-ignore
    assert.match(made.leftOut[0]!.why, /bad\.avi: the video cannot be read/);
    assert.match(made.leftOut[1]!.why, /^no video of it is in .*videos$/);
    assert.equal(told.length, 4);
    assert.deepEqual([told[0], told[3]], ["1/4 0 0", "4/4 2000 0.004"]);
    const read = parseClipDescriptions(readFileSync(made.file, "utf8"), made.file);
    assert.deepEqual([...read].sort(), [...made.texts].sort());
  });

  test("a clip is asked again only when video, prompt, frames or describer change", async () => {
    const store = newStore();
    const asks = async (more: Partial<VideoJob>): Promise<number> => {
      const asked = describer(more.describer ?? {});
      const made = await run({ store, ...more, describer: { ...asked, name: more.describer?.name ?? "test" } });
      assert.equal(made.texts.size, 3);
      assert.equal(made.spentInAll.input, 3000);
      return asked.seen.length;
    };
    assert.equal(await asks({}), 3);
    assert.equal(await asks({}), 0);
    assert.equal(await asks({ prompt: "Who moves?" }), 3);
    assert.equal(await asks({ frames: 3 }), 3);
    assert.equal(await asks({ describer: { ...describer(), name: "other" } }), 3);
    assert.equal(await asks({ dataset: "other" }), 3);
    assert.equal(await asks({}), 0, "the earlier ones are still there");
    utimesSync(join(folder, "a_rgb.avi"), 1, 1);
    assert.equal(await asks({}), 0, "another date alone is no other video");
    appendFileSync(join(folder, "b_rgb.avi"), "more");
    assert.equal(await asks({}), 1);
  });

  test("a failing endpoint ends the job, and it goes on from there", async () => {
    const store = newStore();
    let calls = 0;
    const failing = describer({
      describe: async () => {
        if (++calls === 2) throw new HglError({ code: "network", what: "down" });
        return { text: "x.", tokens: { input: null, output: null } };
      },
    });
    await assert.rejects(run({ store, describer: failing, atOnce: 1 }), /down/);
    const next = describer();
    const made = await run({ store, describer: next });
    assert.equal(next.seen.length, 2);
    assert.deepEqual([made.texts.size, made.spentInAll.uncounted], [3, 1]);
    assert.deepEqual(readdirSync(store).length, 1, "no lock stays behind");
  });

  test("refusals leave a clip out, and when all are refused the first one is told", async () => {
    const refusing = (of: (n: number) => boolean): Describer => {
      let n = 0;
      return describer({
        describe: async () => {
          if (of(++n)) throw new HglError({ code: "data", what: "the model refuses" });
          return { text: "x.", tokens: { input: 1, output: 1 } };
        },
      });
    };
    const made = await run({ describer: refusing((n) => n === 1), atOnce: 1 });
    assert.deepEqual(made.leftOut, [{ sample: "a", why: "the model refuses" }]);
    await assert.rejects(run({ describer: refusing(() => true) }), /not one clip could be described, the first one \(a\) because the model refuses;/);
    await assert.rejects(run({ describer: describer({ describe: async () => ({ text: " ", tokens: { input: 1, output: 0 } }) }) }), /the model said nothing of it/);
  }); // prettier-ignore

  test("a stop ends it as interrupted, and keeps what is done", async () => {
    const store = newStore();
    const stop = new AbortController();
    const onProgress = ({ done }: VideoProgress) => void (done === 1 && stop.abort());
    const work = run({ store, atOnce: 1 }, onProgress, stop.signal);
    await assert.rejects(work, (error) => error instanceof HglError && error.code === "interrupted");
    const next = describer();
    await run({ store, describer: next });
    assert.equal(next.seen.length, 2);
  });

  test("two processes do not write the same file", async () => {
    const store = newStore();
    let second: Promise<unknown> | undefined;
    const inner = describer({
      describe: async () => {
        second ??= assert.rejects(run({ store }), /another process is describing these videos; wait for it/);
        await second;
        return { text: "x.", tokens: { input: 1, output: 1 } };
      },
    });
    assert.equal((await run({ store, describer: inner })).texts.size, 3);
  });

  test(
    "through a chat endpoint that shows the key wherever it can, no file and no sentence holds it",
    { skip: WITHOUT },
    async (t) => {
      const echo = `my key is ${KEY}. `;
      const server = await fakeServer(t, (r, _, n) => {
        if (n === 1) return json(r, { error: { message: echo } }, 500);
        if (n === 2) return json(r, said(null, { refusal: echo }));
        return json(r, said(`${echo}An arm rises.`, {}, { prompt_tokens: 5, completion_tokens: 6 }));
      });
      const heard: string[] = [];
      const chat = chatDescriber({
        url: `${server.url}/v1`,
        model: "see",
        key: () => Promise.resolve(KEY),
        clock: fakeClock(),
        onWait: (seconds, why) => heard.push(`${seconds} ${why}`),
      });
      t.after(() => chat.close());
      const store = newStore();
      const made = await run({ store, describer: chat, atOnce: 1, look: sampleFrames }, (progress) =>
        heard.push(JSON.stringify(progress)),
      );
      assert.equal(made.texts.size, 2);
      assert.deepEqual(made.texts.get("b"), ["my key is [key]. An arm rises."]);
      const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const contents = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
      const everything = [...contents, ...heard, JSON.stringify([...made.texts, made.leftOut, made.file, chat.name])];
      assert.ok(files.length > 4 && heard.length > 3);
      for (const text of everything)
        for (const part of [KEY, KEY.slice(0, 8), KEY.slice(-8)]) assert.ok(!text.includes(part), text.slice(0, 200));
    },
  );
});
