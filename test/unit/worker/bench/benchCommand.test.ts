import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import { benchCommand } from "../../../../src/worker/bench/benchCommand";
import type { BenchReport, LoaderReport } from "../../../../src/worker/bench/print";
import { recorder } from "../cli/recorder";

async function bench(...args: string[]): Promise<{ out: string; err: string }> {
  const terminal = recorder();
  const command = benchCommand(terminal);
  for (const each of [command, ...command.commands]) each.exitOverride().configureOutput({ outputError: () => {} });
  await command.parseAsync(args, { from: "user" });
  return terminal.said;
}

const SMALL = [
  "--preset",
  "hglnet-xs",
  "--layout",
  "ucla20",
  "--window",
  "16",
  "--batch",
  "2",
  "--classes",
  "4",
  "--threads",
  "1",
];

describe("hgl bench", () => {
  for (const mode of ["step", "infer"] as const) {
    it(`${mode} times our side alone, with a profile that accounts for the time`, async () => {
      const { out, err } = await bench(mode, ...SMALL, "--pairs", "3", "--no-torch", "--profile", "--json");
      assert.equal(err, "");
      const report = JSON.parse(out) as BenchReport;
      assert.equal(report.mode, mode);
      assert.equal(report.ours.ms.length, 3);
      assert.ok(report.ours.ms.every((ms) => ms > 0));
      assert.ok(report.ours.peakBytes > 50e6 && report.ours.peakBytes < 5e9);
      assert.deepEqual([report.torch, report.ratio, report.noTorch], [null, null, "left out"]);
      assert.ok(report.machine.cores > 0 && /^\d+\.\d+/.test(report.machine.onnxruntime), report.machine.onnxruntime);
      const profiled = report.profile!.reduce((sum, { ms }) => sum + ms, 0);
      assert.ok(profiled > 0.1 * report.ours.min, `${profiled} ms of ${report.ours.min}`);
    });
  }

  it("prints what was measured, on what, and that PyTorch was not there", async () => {
    const { out, err } = await bench("infer", ...SMALL, "--pairs", "1", "--python", "/nowhere/python");
    assert.match(out, /^Inference of hglnet-xs: ucla20, 4 classes, batch 2 of 1 x 16 frames, 1 thread\n/);
    assert.match(out, /ours +[\d.]+ +[\d.]+ +[\d.]+ +\d\.\d\d\n/);
    assert.match(out, /No PyTorch beside it: .*ENOENT/);
    assert.match(out, /Node v\d.*ONNX Runtime \d/);
    assert.match(err, /pair 1 of 1/);
  });

  it("loader sets loading beside training, for the sample and for both shapes", async () => {
    const small = ["--passes", "2", "--batch", "8", "--preset", "hglnet-xs", "--steps", "1"];
    const { timings } = JSON.parse((await bench("loader", ...small, "--json")).out) as LoaderReport;
    assert.deepEqual(
      timings.map(({ layout, window }) => [layout, window]),
      [
        ["uiprmd22", 64],
        ["ucla20", 52],
        ["ntu25", 64],
      ],
    );
    for (const { clips, clipsPerSecond, training } of timings) {
      assert.ok(clips >= 2000 && clips % 8 === 0);
      assert.ok(clipsPerSecond.length === 2 && clipsPerSecond.every((rate) => rate > 100));
      const [low, high] = [Math.min(...clipsPerSecond), Math.max(...clipsPerSecond)];
      const middle = training!.ratio * training!.clipsPerSecond;
      assert.ok(middle >= low * 0.999 && middle <= high * 1.001);
      assert.ok(training!.waiting >= 0 && training!.waiting < 1);
    }
  });

  it("loader takes a data set of one's own, any number of threads and no network", async () => {
    const sample = fileURLToPath(new URL("../../../../media/data/ui-prmd.hgl-clips", import.meta.url));
    const { out } = await bench("loader", sample, "--passes", "1", "--steps", "0", "--threads", "2");
    assert.match(out, /^Training clips in batches of 16: made by the loader, median of 1 pass, and used by hglnet/);
    assert.equal(out.match(/^ui-prmd.*uiprmd22/gm)?.length, 2);
    assert.match(out, /NTU shape \(ntu25\) +64 +[\d,]+ .*–/);
  });

  it("cells answers every question in every round, about a cell of the length asked for", async () => {
    const { out } = await bench("cells", "--rounds", "3", "--lines", "60", "--json");
    const { ms, lines } = JSON.parse(out) as { ms: Record<string, number[]>; lines: number };
    assert.equal(lines, 60);
    assert.deepEqual(Object.keys(ms).slice(0, 3), ["validate", "complete a key", "complete a value"]);
    for (const times of Object.values(ms)) assert.ok(times.length === 3 && times.every((time) => time > 0));
    assert.match((await bench("cells", "--rounds", "1")).out, /^A cell of 200 lines beside 40 others.*validate +\d/s);
  });

  it("refuses impossible numbers", async () => {
    await assert.rejects(
      bench("step", "--batch", "0"),
      (error) => error instanceof CommanderError && /from 1 to 4096/.test(error.message),
    );
    await assert.rejects(bench("step", "--layout", "coco17"), CommanderError);
  });
});
