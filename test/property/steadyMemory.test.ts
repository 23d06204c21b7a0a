import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const STEPS = process.env.HGL_DEEP ? 10_000 : 1000;
const LOOKS = 10;

/** Runs in a process of its own, so that other tests' garbage does not count, with a collector that can be called. */
const program = `
  import { existsSync, readdirSync } from "node:fs";
  import * as tf from "@tensorflow/tfjs-core";
  import { layoutNamed } from "./src/model/skeleton/layout";
  import { Trainer } from "./src/model/train";
  import { openSessions } from "./src/engine/session";
  const model = { widths: [16, 16], strides: [1, 2], cts: "both", gsm: "S+D+Q", prior: "hierarchy", dht: "both", gta: "pooled", gtaHeads: 4,
    reduction: 8, lseGroups: 4, kernel: 5, dilations: [1, 2], dropout: 0.1 };
  const train = { epochs: 1, batch: 2, optimizer: "adamw", lr: 1e-3, momentum: 0.9, nesterov: true, betas: [0.9, 0.999], weightDecay: 0.01, warmup: 0,
    schedule: "constant", milestones: [], decay: 0.1, minLr: 0, labelSmoothing: 0.1, clip: 1, accumulate: 2, ema: 0.99, device: "cpu", threads: 1 };
  const trainer = await Trainer.create({ data: { window: 8 }, model, train, seed: 1 }, { layout: layoutNamed("ucla20"), classes: 3 });
  const x = Float32Array.from({ length: 2 * 3 * 20 * 8 }, (_, i) => Math.sin(i));
  const steps = async (n) => { for (let i = 0; i < n; i++) { await trainer.step(x, Int32Array.of(0, 2), 1e-3); if (i % 100 === 0) await trainer.evaluate(x, 2); } };
  const seen = () => {
    gc();
    return { rss: process.memoryUsage.rss(), tensors: tf.memory().numTensors, sessions: openSessions(),
      handles: process.getActiveResourcesInfo().length, files: existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0 };
  };
  await steps(400);
  const looks = [seen()];
  for (let i = 0; i < ${LOOKS}; i++) { await steps(${STEPS / LOOKS}); looks.push(seen()); }
  console.log(JSON.stringify(looks));
  await trainer.dispose();
  console.log(openSessions());
`;

interface Look {
  readonly rss: number;
  readonly tensors: number;
  readonly sessions: number;
  readonly handles: number;
  readonly files: number;
}

/** Least squares through (i, values[i]). */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const square = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return values.reduce((sum, value, i) => sum + (i - middle) * value, 0) / square;
}

test(`${STEPS.toLocaleString("en-US")} steps leave no tensor, session or handle behind, memory stays flat, and the process ends by itself`, (t) => {
  const out = execFileSync(process.execPath, ["--expose-gc", "--import", "tsx", "--input-type=module", "-e", program], {
    encoding: "utf8",
    timeout: 120_000 * (STEPS / 1000),
  });
  const [told, left] = out.trim().split("\n");
  const looks = JSON.parse(told!) as Look[];
  const { rss: _, ...before } = looks[0]!;
  assert.ok(before.sessions > 0, "sessions are counted");
  for (const { rss: _, ...now } of looks) assert.deepEqual(now, before);
  assert.equal(left, "0", "every session is released");
  const half = Math.floor(looks.length / 2);
  const rss = looks.map((look) => look.rss);
  // The allocator takes a block now and then, so the calmer half counts; one leaked copy of this network's state per step would be 60 MB.
  const perThousand = Math.min(slope(rss.slice(0, half + 1)), slope(rss.slice(half))) * (LOOKS / (STEPS / 1000));
  t.diagnostic(
    `${STEPS} steps: ${before.tensors} tensors, ${before.sessions} sessions, ${before.handles} handles and ${before.files} open files throughout; resident memory ${((slope(rss) * (LOOKS / (STEPS / 1000))) / 1e6).toFixed(2)} MB per 1,000 steps, ${(perThousand / 1e6).toFixed(2)} in the calmer half`,
  );
  // A short run is mostly the allocator's blocks; a long one is held to the law.
  assert.ok(
    perThousand < (STEPS >= 10_000 ? 1e6 : 8e6),
    `resident memory grew by ${(perThousand / 1e6).toFixed(2)} MB per 1,000 steps`,
  );
});
