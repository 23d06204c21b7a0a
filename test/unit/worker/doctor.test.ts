import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { Command } from "commander";
import { exitCode, HglError } from "../../../src/common/errors";
import { selfTest, type SelfTestResult } from "../../../src/engine/selfTest";
import { reluCase } from "../../../src/engine/selfTestCases";
import { doctorCommand, examine, type Findings, type Probes } from "../../../src/worker/doctor";
import { recorder } from "./cli/recorder";
import { fakeSlurm } from "./running/slurm/fakeSlurm";

const RIGHT: SelfTestResult = {
  kernel: "relu",
  shape: "[4, 256]",
  maxRelativeError: 2e-7,
  tolerance: 2e-5,
  ok: true,
  tensor: "y",
};
const PROBES: Probes = {
  runtime: () => Promise.resolve({ version: "1.30.0", providers: ["cpu", "webgpu"], notBundled: ["cuda"] }),
  gpus: () => Promise.resolve([]),
  slurm: () => Promise.resolve(null),
  selfTest: () => Promise.resolve([RIGHT]),
};

async function doctor(args: string[], probes: Partial<Probes> = {}): Promise<{ out: string; error: unknown }> {
  const terminal = recorder();
  const root = new Command("hgl").exitOverride();
  root.addCommand(doctorCommand(terminal, { ...PROBES, ...probes }));
  let error: unknown;
  await root.parseAsync(["doctor", ...args], { from: "user" }).catch((thrown: unknown) => (error = thrown));
  return { out: terminal.said.out, error };
}

test("the findings are those of this machine", async () => {
  const { machine, usableCores, freeMemoryBytes, onnxruntime, devices, disk } = await examine();
  assert.equal(machine.cores, cpus().length);
  assert.equal(machine.memoryBytes, totalmem());
  assert.equal(machine.node, process.version);
  assert.ok(machine.cpu.length > 0 && machine.system.length > 0);
  assert.ok(usableCores >= 1 && usableCores <= machine.cores);
  assert.ok(freeMemoryBytes > 0 && freeMemoryBytes <= machine.memoryBytes);
  assert.ok(
    !("fault" in onnxruntime) && onnxruntime.providers.includes("cpu") && /^\d+\.\d+/.test(onnxruntime.version),
  );
  assert.deepEqual(devices, ["cpu"]);
  assert.equal(disk?.folder, process.cwd());
  assert.ok(disk!.freeBytes > 0);
});

test("each finding has a line of its own; a missing graphics card is said plainly", async () => {
  const { out, error } = await doctor([]);
  assert.equal(error, undefined);
  assert.match(out, /^hgl {12}\d/m);
  assert.match(out, /^Processor {6}.+, .*cores$/m);
  assert.match(out, /^Memory {9}[\d.]+ GB, [\d.]+ GB free$/m);
  assert.match(out, /^Node {11}v\d+/m);
  assert.match(out, /^ONNX Runtime {3}1\.30\.0, providers cpu, webgpu; not in the package: cuda$/m);
  assert.match(out, /^Graphics card {2}none found$/m);
  assert.match(out, /^Trains on {6}cpu \(support for graphics cards comes later\)$/m);
  assert.match(out, /^Slurm {10}none found$/m);
  assert.match(out, /^Free disk {6}[\d.]+ GB in /m);
  assert.doesNotMatch(out, /Self test/);
});

test("a graphics card is named, and still only the cpu is used", async () => {
  const { out } = await doctor([], { gpus: () => Promise.resolve(["NVIDIA H100 (81559 MiB, driver 570.1)"]) });
  assert.match(out, /^Graphics card {2}NVIDIA H100 \(81559 MiB, driver 570\.1\)$/m);
  assert.match(out, /^Trains on {6}cpu /m);
});

test(
  "a Slurm is named with its version, and one that fails counts as none",
  { skip: process.platform === "win32" },
  async () => {
    const { out } = await doctor([], { slurm: () => Promise.resolve("22.05.8") });
    assert.match(out, /^Slurm {10}22\.05\.8: cells with `executor: \{ on: slurm \}` are trained there$/m);
    const slurm = fakeSlurm();
    try {
      slurm.prints("sbatch", "slurm-wlm 22.05.8");
      assert.equal((await examine()).slurm, "22.05.8");
      slurm.fails("sbatch", "sbatch: error: no configuration");
      assert.equal((await examine()).slurm, null);
    } finally {
      slurm.remove();
    }
  },
);

test(
  "cards are read from nvidia-smi where it is installed, and a tool that fails finds none",
  { skip: process.platform === "win32" },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "hgl-doctor-"));
    const path = process.env.PATH;
    try {
      const tool = join(folder, "nvidia-smi");
      process.env.PATH = `${folder}${delimiter}${path}`;
      writeFileSync(tool, "#!/bin/sh\necho 'NVIDIA A, 81559 MiB, 570.1'\necho 'NVIDIA B, 24564 MiB, 570.1'\n");
      chmodSync(tool, 0o755);
      assert.deepEqual((await examine()).gpus, [
        "NVIDIA A (81559 MiB, driver 570.1)",
        "NVIDIA B (24564 MiB, driver 570.1)",
      ]);
      writeFileSync(
        tool,
        "#!/bin/sh\necho 'NVIDIA-SMI has failed because it could not communicate with the driver'\nexit 9\n",
      );
      assert.deepEqual((await examine()).gpus, []);
    } finally {
      process.env.PATH = path;
      rmSync(folder, { recursive: true });
    }
  },
);

test("the self test prints a row for each check and the verdict", async () => {
  const asked: (string | undefined)[] = [];
  const { out, error } = await doctor(["--self-test"], {
    selfTest: ({ device }) => {
      asked.push(device);
      return Promise.resolve([RIGHT]);
    },
  });
  assert.equal(error, undefined);
  assert.deepEqual(asked, ["cpu"]);
  assert.match(out, /^relu +\[4, 256\] +2\.0e-7 +y +ok$/m);
  assert.match(out, /tolerance 0\.00002: all 1 checks pass\./);
});

test("a machine that computes wrongly is told apart by the exit status and refused by name", async () => {
  const wrong = { ...RIGHT, kernel: "batchNorm", maxRelativeError: 0.25, ok: false, tensor: "dx" };
  for (const args of [["--self-test"], ["--self-test", "--json"]]) {
    const { out, error } = await doctor(args, { selfTest: () => Promise.resolve([RIGHT, wrong]) });
    assert.ok(error instanceof HglError && error.code === "device");
    assert.equal(exitCode(error), 1);
    assert.match(error.message, /^cpu: batchNorm at \[4, 256\] is wrong by 2\.5e-1 in dx; /);
    assert.match(out, args.includes("--json") ? /"ok":false/ : /WRONG[\s\S]*1 of 2 checks fail/);
  }
});

test("a kernel that the device refuses is marked so", async () => {
  const refused = { ...RIGHT, maxRelativeError: Infinity, ok: false, refusal: "not implemented" };
  const { out, error } = await doctor(["--self-test"], { selfTest: () => Promise.resolve([refused]) });
  assert.match(out, /refused +y +WRONG/);
  assert.match((error as Error).message, /does not run: not implemented/);
});

test("--json is one object with all findings", async () => {
  const { out } = await doctor(["--json"]);
  const found = JSON.parse(out) as Findings & { selfTest?: unknown };
  assert.equal(out.trim().split("\n").length, 1);
  assert.deepEqual(found.devices, ["cpu"]);
  assert.deepEqual(found.gpus, []);
  assert.equal(found.machine.node, process.version);
  assert.equal(found.selfTest, undefined);
  const tested = JSON.parse((await doctor(["--json", "--self-test"])).out) as { selfTest: SelfTestResult[] };
  assert.deepEqual(tested.selfTest, [RIGHT]);
});

test("a compute library that does not load is a finding and a failure, and nothing is tested", async () => {
  const { out, error } = await doctor(["--self-test"], {
    runtime: () => Promise.resolve({ fault: "libm.so.6: version `GLIBC_2.28' not found" }),
    selfTest: () => assert.fail("must not run"),
  });
  assert.match(out, /^ONNX Runtime {3}does not load: libm\.so\.6/m);
  assert.match(out, /^Trains on {6}nothing$/m);
  assert.ok(error instanceof HglError && error.code === "device" && /does not load/.test(error.message));
});

test("the command's own self test runs the engine's", async () => {
  const terminal = recorder();
  const root = new Command("hgl").exitOverride();
  const probes = { ...PROBES, selfTest: () => selfTest({ cases: [reluCase([2, 3])] }) };
  await root.addCommand(doctorCommand(terminal, probes)).parseAsync(["doctor", "--self-test"], { from: "user" });
  assert.match(terminal.said.out, /^relu +\[2, 3\] +0\.0e\+0 +y +ok$/m);
});
