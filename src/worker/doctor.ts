import { execFile } from "node:child_process";
import { statfsSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { Command } from "commander";
import { HglError } from "../common/errors";
import type { SelfTestOptions, SelfTestResult } from "../engine/selfTest";
import { toText } from "../figures/table";
import { describeMachine, type Machine } from "./bench/machine";
import { examples } from "./cli/examples";
import type { Terminal } from "./cli/terminal";

/** What ONNX Runtime's package brings, or why it does not load. */
export type Runtime =
  | { readonly version: string; readonly providers: readonly string[]; readonly notBundled: readonly string[] }
  | { readonly fault: string };

export interface Findings {
  readonly machine: Omit<Machine, "date" | "load" | "onnxruntime">;
  /** Cores that this process may use; containers give fewer than there are. */
  readonly usableCores: number;
  readonly freeMemoryBytes: number;
  readonly onnxruntime: Runtime;
  /** One line per graphics card, as its driver names it. */
  readonly gpus: readonly string[];
  /** Version of the Slurm whose `sbatch` is on the PATH; null where there is none. */
  readonly slurm: string | null;
  /** Devices that training can use. */
  readonly devices: readonly string[];
  /** Of the current folder; null where the system does not tell. */
  readonly disk: { readonly folder: string; readonly freeBytes: number } | null;
}

/** Where findings come from; a test puts its own in. */
export interface Probes {
  runtime(): Promise<Runtime>;
  gpus(): Promise<readonly string[]>;
  slurm(): Promise<string | null>;
  selfTest(options: SelfTestOptions): Promise<readonly SelfTestResult[]>;
}

const realProbes: Probes = {
  runtime: probeRuntime,
  gpus: probeGpus,
  slurm: probeSlurm,
  // Loaded on demand, so that a machine where the compute library does not load still gets its findings.
  selfTest: async (options) => (await import("../engine/selfTest")).selfTest(options),
};

/** `hgl doctor`: what the machine offers, and whether it computes rightly. */
export function doctorCommand(terminal: Terminal, probes: Probes = realProbes): Command {
  return new Command("doctor")
    .description("Print what was found on this machine, and check that it computes rightly.")
    .option("--self-test", "compare every kernel's values and gradients with sums in double precision (some seconds)")
    .option("--json", "everything as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl doctor", "processor, memory, compute library, graphics card, free disk"],
        ["hgl doctor --self-test", "trust the machine before a long run; exit status 1 when it computes wrongly"],
        ["hgl doctor --self-test --json", "what to send with a report of a fault"],
      ]),
    )
    .action(async ({ selfTest, json }: { selfTest?: boolean; json?: boolean }) => {
      const findings = await examine(probes);
      if (!json) terminal.out(findingsText(findings));
      const runtime = findings.onnxruntime;
      const results = selfTest && !("fault" in runtime) ? await probes.selfTest({ device: "cpu" }) : undefined;
      if (json) terminal.out(`${JSON.stringify({ ...findings, ...(results && { selfTest: results }) })}\n`);
      else if (results) terminal.out(`\n${resultsText(results)}`);
      if ("fault" in runtime)
        throw new HglError({
          code: "device",
          where: "onnxruntime-node",
          what: `the compute library does not load (${runtime.fault})`,
          next: "install the package for this system again; Linux needs glibc 2.28 or newer",
        });
      if (results) (await import("../engine/selfTest")).trustDevice("cpu", results);
    });
}

export async function examine(probes: Probes = realProbes): Promise<Findings> {
  const [runtime, gpus, slurm] = await Promise.all([probes.runtime(), probes.gpus(), probes.slurm()]);
  const { cpu, cores, memoryBytes, system, node, hgl } = describeMachine();
  return {
    machine: { cpu, cores, memoryBytes, system, node, hgl },
    usableCores: availableParallelism(),
    freeMemoryBytes: freemem(),
    onnxruntime: runtime,
    gpus,
    slurm,
    devices: "fault" in runtime ? [] : ["cpu"],
    disk: freeDisk(process.cwd()),
  };
}

async function probeRuntime(): Promise<Runtime> {
  try {
    const { env, listSupportedBackends } = await import("onnxruntime-node");
    const backends = listSupportedBackends();
    const names = (bundled: boolean): string[] =>
      backends.filter((one) => one.bundled === bundled).map(({ name }) => name);
    return { version: env.versions.node ?? env.versions.common, providers: names(true), notBundled: names(false) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { fault: said.split("\n")[0]!.replace(/\.$/, "") };
  }
}

/** Cards that NVIDIA's own tool lists; no tool, no driver or no card gives an empty list. */
function probeGpus(): Promise<readonly string[]> {
  const query = ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"];
  return new Promise((resolve) => {
    execFile("nvidia-smi", query, { timeout: 10_000, windowsHide: true }, (error, out) => {
      const lines = error ? [] : out.split(/\r?\n/).map((line) => line.trim());
      resolve(
        lines
          .filter((line) => line !== "")
          .map((line) => {
            const [name, memory, driver] = line.split(", ");
            return `${name} (${memory}, driver ${driver})`;
          }),
      );
    });
  });
}

/** "slurm-wlm 22.05.8" */
function probeSlurm(): Promise<string | null> {
  return new Promise((resolve) => {
    execFile("sbatch", ["--version"], { timeout: 10_000, windowsHide: true }, (error, out) =>
      resolve(error ? null : (/^\S+ (\d\S*)/.exec(out)?.[1] ?? null)),
    );
  });
}

function freeDisk(folder: string): Findings["disk"] {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return { folder, freeBytes: bavail * bsize };
  } catch {
    return null;
  }
}

function findingsText(findings: Findings): string {
  const { machine, usableCores, onnxruntime, gpus, slurm, devices, disk } = findings;
  const cores = usableCores < machine.cores ? `${usableCores} of ${machine.cores} cores` : `${machine.cores} cores`;
  const lines: [string, string][] = [
    ["hgl", machine.hgl],
    ["System", machine.system],
    ["Processor", `${machine.cpu}, ${cores}`],
    ["Memory", `${gigabytes(machine.memoryBytes)}, ${gigabytes(findings.freeMemoryBytes)} free`],
    ["Node", machine.node],
    ["ONNX Runtime", runtimeText(onnxruntime)],
    ["Graphics card", gpus.length > 0 ? gpus.join("; ") : "none found"],
    ["Trains on", devices.length > 0 ? `${devices.join(", ")} (support for graphics cards comes later)` : "nothing"],
    ["Slurm", slurm === null ? "none found" : `${slurm}: cells with \`executor: { on: slurm }\` are trained there`],
    ["Free disk", disk ? `${gigabytes(disk.freeBytes)} in ${disk.folder}` : "unknown"],
  ];
  const width = Math.max(...lines.map(([title]) => title.length));
  return lines.map(([title, text]) => `${title.padEnd(width)}  ${text}\n`).join("");
}

function runtimeText(runtime: Runtime): string {
  if ("fault" in runtime) return `does not load: ${runtime.fault}`;
  const missing = runtime.notBundled.length > 0 ? `; not in the package: ${runtime.notBundled.join(", ")}` : "";
  return `${runtime.version}, providers ${runtime.providers.join(", ")}${missing}`;
}

function resultsText(results: readonly SelfTestResult[]): string {
  const failed = results.filter(({ ok }) => !ok).length;
  return toText(
    {
      columns: [
        { title: "Kernel" },
        { title: "Shape" },
        { title: "Largest error", align: "right" },
        { title: "In" },
        { title: "Result" },
      ],
      rows: results.map(({ kernel, shape, maxRelativeError, tensor, ok, refusal }) => [
        kernel,
        shape,
        refusal === undefined ? maxRelativeError.toExponential(1) : "refused",
        tensor,
        ok ? "ok" : "WRONG",
      ]),
      note: `Self test of cpu against sums in double precision, tolerance ${results[0]?.tolerance ?? 0}: ${
        failed === 0 ? `all ${results.length} checks pass` : `${failed} of ${results.length} checks fail`
      }.`,
    },
    60,
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
