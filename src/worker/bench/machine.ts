import { createRequire } from "node:module";
import { arch, cpus, loadavg, release, totalmem, type } from "node:os";
import { codeVersion } from "../version";

/** What a reader needs to judge a timing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly onnxruntime: string;
  readonly hgl: string;
  readonly date: string;
  /** Load average over the last minute before the measurement; far above 0 means that something else was running. */
  readonly load: number;
}

export function describeMachine(): Machine {
  return {
    cpu: processorName(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    onnxruntime: packageVersion("onnxruntime-node"),
    hgl: codeVersion(),
    date: new Date().toISOString(),
    load: Math.round(loadavg()[0]! * 100) / 100,
  };
}

/** Where the system does not tell it, the architecture. */
export function processorName(): string {
  return cpus()[0]?.model.replace(/\s+/g, " ").trim() || arch();
}

function packageVersion(name: string): string {
  try {
    return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  } catch {
    return "unknown";
  }
}
