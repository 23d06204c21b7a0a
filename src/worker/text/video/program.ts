import { spawn } from "node:child_process";
import { HglError } from "../../../common/errors";

export interface ProgramLimits {
  readonly timeoutMs: number;
  /** Of what it prints. */
  readonly mostBytes: number;
  readonly stop: AbortSignal;
}

export type Ended =
  | { readonly ok: true; readonly printed: Buffer }
  /** Its last words, or what limit it met. */
  | { readonly ok: false; readonly why: string };

/**
 * Runs a program on a video, without a shell, and takes what it prints.
 * @throws HglError "device" where the program is missing, "interrupted" when `stop` was raised
 */
export async function runProgram(program: string, args: readonly string[], limits: ProgramLimits): Promise<Ended> {
  const { timeoutMs, mostBytes, stop } = limits;
  if (stop.aborted) throw interrupted();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  const printed: Buffer[] = [];
  let size = 0;
  let said = "";
  let limit: string | undefined;
  const kill = (why?: string): void => {
    limit ??= why;
    child.kill("SIGKILL");
  };
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) kill(`${program} printed more than ${mostBytes} bytes`);
    else printed.push(chunk);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (said = (said + text).slice(-4000)));
  const onStop = (): void => kill();
  stop.addEventListener("abort", onStop, { once: true });
  const timer = setTimeout(() => kill(`it took longer than ${timeoutMs / 1000} s`), timeoutMs);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) => reject(error.code === "ENOENT" ? missing(program) : error));
      child.on("close", (code) => resolve(code));
    });
    if (stop.aborted) throw interrupted();
    if (limit === undefined && status === 0) return { ok: true, printed: Buffer.concat(printed) };
    return { ok: false, why: limit ?? lastLine(said) ?? `${program} ended with status ${status ?? "none"}` };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
  }
}

function lastLine(said: string): string | undefined {
  const last = said.trim().split("\n").at(-1)?.trim().replace(/\.$/, "");
  return last === "" ? undefined : last;
}

function missing(program: string): HglError {
  return new HglError({
    code: "device",
    what: `looking at videos needs the program ${program}, which is not installed`,
    next: "install ffmpeg, which brings it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), and start again",
  });
}

function interrupted(): HglError {
  return new HglError({ code: "interrupted", what: "looking at the videos was stopped" });
}
