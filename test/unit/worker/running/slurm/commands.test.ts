import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { slurm } from "../../../../../src/worker/running/slurm/commands";
import { fakeSlurm } from "./fakeSlurm";

const skip = process.platform === "win32";

test("where there is no Slurm, one sentence says what to do", async () => {
  const fake = fakeSlurm({ alone: true });
  try {
    await assert.rejects(slurm("sbatch", []), (error: unknown) => {
      assert.ok(error instanceof HglError && error.code === "device");
      assert.match(error.message, /^sbatch: there is no Slurm on this machine's PATH; run this on a login node/);
      return true;
    });
  } finally {
    fake.remove();
  }
});

test("what Slurm refuses is told in its own words, without the program's name", { skip }, async () => {
  const fake = fakeSlurm();
  try {
    fake.fails(
      "sbatch",
      "sbatch: error: invalid partition specified: nowhere\nsbatch: error: Batch job submission failed: Invalid partition name specified\n",
    );
    await assert.rejects(
      slurm("sbatch", ["--partition=nowhere"]),
      /^HglError: sbatch: Slurm refuses: Batch job submission failed: Invalid partition name specified; change/,
    );
  } finally {
    fake.remove();
  }
});

test("arguments arrive as they are, whatever a shell would make of them", { skip }, async () => {
  const fake = fakeSlurm();
  try {
    fake.prints("sbatch", "7\n");
    const odd = ["$(touch x)", "a b", "'", '"', "`id`", "--wrap=no", "%j", "*"];
    assert.equal(await slurm("sbatch", odd), "7\n");
    assert.deepEqual(fake.starts("sbatch"), [odd]);
  } finally {
    fake.remove();
  }
});
