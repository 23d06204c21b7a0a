import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { HglError } from "../../common/errors";
import type { ModelConfig } from "../../common/config";
import { packageFolder } from "../version";
import type { Contender, Work } from "./contender";

/** What the twin says about itself when it is ready. */
export interface TorchFacts {
  readonly parameters: number;
  readonly torch: string;
  readonly threads: number;
  /** The BLAS behind its matrix products; the reference BLAS makes PyTorch several times slower than OpenBLAS does. */
  readonly blas: string;
}

export type TorchStart = { readonly twin: TorchTwin } | { readonly missing: string };

/** Importing PyTorch and the twin's warm-up step, on a slow machine. */
const START_MS = 300_000;

/** A PyTorch twin of the network in a process of its own, which runs one step whenever it is told "go". */
export class TorchTwin implements Contender {
  #peak = 0;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    private readonly reader: Interface,
    readonly facts: TorchFacts,
  ) {}

  /** `missing` says why there is no twin: no script (an installed package leaves the tests out), no Python or no PyTorch. */
  static async start(
    work: Work,
    model: Pick<ModelConfig, "widths" | "strides">,
    python: string,
    script = join(packageFolder(), "test/parity/bench_torch.py"),
  ): Promise<TorchStart> {
    if (!existsSync(script)) return { missing: `${script} is not there; it is part of the source, not of the package` };
    const child = spawn(python, [script, "--serve", ...argumentsOf(work, model)], { stdio: "pipe" });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
    const failed = new Promise<string>((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("close", (code) => resolve(said.trim().split("\n").at(-1) || `it ended with status ${code}`));
    });
    child.stdin.on("error", () => {}); // A child that died says so through its output, which ends.
    const reader = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
    const first = await lines.next();
    clearTimeout(timer);
    if (first.done) return { missing: `${python}: ${await failed}` };
    const { ready } = JSON.parse(first.value) as { ready: TorchFacts };
    return { twin: new TorchTwin(child, lines, reader, ready) };
  }

  async once(): Promise<number> {
    this.child.stdin.write("go\n");
    const answer = await this.lines.next();
    if (answer.done) {
      const what = "the PyTorch twin ended during the measurement (out of memory, perhaps)";
      throw new HglError({ code: "device", what, next: "use a smaller --batch or --no-torch" });
    }
    const { ms, peakBytes } = JSON.parse(answer.value) as { ms: number; peakBytes: number };
    this.#peak = peakBytes;
    return ms;
  }

  peakBytes(): number {
    return this.#peak;
  }

  async close(): Promise<void> {
    const ended =
      this.child.exitCode !== null || this.child.signalCode !== null
        ? undefined
        : new Promise((resolve) => this.child.once("close", resolve));
    this.child.stdin.end();
    this.reader.close();
    this.child.stdout.resume();
    await ended;
  }
}

function argumentsOf(work: Work, { widths, strides }: Pick<ModelConfig, "widths" | "strides">): string[] {
  const { mode, layout, classes, window, batch, threads } = work;
  const named = { mode, layout, classes, frames: window, batch, threads, widths, strides };
  return Object.entries(named).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
