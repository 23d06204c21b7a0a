import { runCli } from "../../../../src/worker/cli/program";
import type { Terminal } from "../../../../src/worker/cli/terminal";

export interface Recorder extends Terminal {
  readonly said: { out: string; err: string };
}

export function recorder(columns: number | null = null): Recorder {
  const said = { out: "", err: "" };
  return { said, columns, out: (text) => void (said.out += text), err: (text) => void (said.err += text) };
}

/** One command line in this process. */
export async function hgl(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const terminal = recorder();
  const status = await runCli(args, terminal);
  return { status, ...terminal.said };
}
