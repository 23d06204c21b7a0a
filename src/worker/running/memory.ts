import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import type { Death } from "../../common/wire/worker";

/** Pages of /proc are 4 KiB on every machine that ONNX Runtime is built for, but for a few ARM kernels, where this understates. */
const PAGE = 4096;
const BETWEEN_LOOKS_MS = 1000;

/** The last known resident memory of a process, looked at about once a second for as long as somebody asks. */
export class MemoryWatch {
  #pid = 0;
  #lookedAt = -Infinity;
  #last: Death["memory"] = null;

  /** Call it often. */
  look(pid: number): void {
    const now = performance.now();
    if (pid === this.#pid && now - this.#lookedAt < BETWEEN_LOOKS_MS) return;
    if (pid !== this.#pid) this.#last = null;
    this.#pid = pid;
    this.#lookedAt = now;
    residentBytes(pid, (rss) => {
      if (rss !== null && rss > 0 && pid === this.#pid) this.#last = { rss, total: totalmem() };
    });
  }

  get last(): Death["memory"] {
    return this.#last;
  }
}

function residentBytes(pid: number, told: (rss: number | null) => void): void {
  if (process.platform === "linux") {
    try {
      told(Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE);
    } catch {
      told(null);
    }
    return;
  }
  if (process.platform === "win32") return told(null);
  execFile("ps", ["-o", "rss=", "-p", String(pid)], (error, out) => told(error ? null : Number(out) * 1024));
}
