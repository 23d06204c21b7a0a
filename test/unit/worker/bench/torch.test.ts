import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Work } from "../../../../src/worker/bench/contender";
import { TorchTwin } from "../../../../src/worker/bench/torch";

const folder = mkdtempSync(join(tmpdir(), "hgl-twin-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const WORK: Work = { mode: "step", layout: "ntu25", classes: 60, window: 64, batch: 16, threads: 2 };
const MODEL = { widths: [16, 32], strides: [1, 2] };
const READY = `console.log(JSON.stringify({ ready: { parameters: 5, torch: "9.9", threads: 2, blas: "libblas.so.3" } }));`;

/** A program of Node's that speaks for the twin. */
function speaker(name: string, source: string): string {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, source);
  return path;
}

async function started(name: string, source: string): Promise<TorchTwin> {
  const result = await TorchTwin.start(WORK, MODEL, process.execPath, speaker(name, source));
  assert.ok("twin" in result, JSON.stringify(result));
  return result.twin;
}

describe("the PyTorch side of a benchmark", () => {
  it("is told the work, runs once per call and ends with its input", async () => {
    const log = join(folder, "log");
    const twin = await started(
      "good",
      `const fs = require("node:fs"); fs.writeFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(" ")); ${READY}
      let n = 0;
      require("node:readline").createInterface({ input: process.stdin })
        .on("line", (line) => console.log(JSON.stringify({ ms: line === "go" ? ++n * 10 : -1, peakBytes: n * 1000 })))
        .on("close", () => fs.appendFileSync(${JSON.stringify(log)}, " ended"));`,
    );
    assert.deepEqual(twin.facts, { parameters: 5, torch: "9.9", threads: 2, blas: "libblas.so.3" });
    assert.equal(await twin.once(), 10);
    assert.equal(await twin.once(), 20);
    assert.equal(twin.peakBytes(), 2000);
    await twin.close();
    assert.equal(
      readFileSync(log, "utf8"),
      "--serve --mode step --layout ntu25 --classes 60 --frames 64 --batch 16 --threads 2 --widths 16,32 --strides 1,2 ended",
    );
  });

  it("says why there is none", async () => {
    const noTorch = speaker(
      "none",
      `console.error("Traceback\\nModuleNotFoundError: No module named 'torch'"); process.exit(1);`,
    );
    const missing = async (python: string, script: string): Promise<string> => {
      const result = await TorchTwin.start(WORK, MODEL, python, script);
      assert.ok("missing" in result);
      return result.missing;
    };
    assert.match(await missing(process.execPath, noTorch), /No module named 'torch'$/);
    assert.match(await missing(join(folder, "no-python"), noTorch), /ENOENT/);
    assert.match(await missing(process.execPath, join(folder, "absent.py")), /absent\.py is not there/);
  });

  it("reports a twin that dies under way in one sentence", async () => {
    const twin = await started("mortal", `${READY} process.stdin.once("data", () => process.exit(9));`);
    await assert.rejects(twin.once(), /the PyTorch twin ended during the measurement.*; use a smaller --batch/);
    await twin.close();
  });
});
