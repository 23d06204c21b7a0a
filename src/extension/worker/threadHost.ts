import { Worker } from "node:worker_threads";
import { workerEnvironment } from "./environment";
import type { Ending, Host } from "./host";

/** Runs PROGRAM in a thread of the extension host: an untrusted workspace's results are read without starting a process. */
export function startThread(program: string, args: readonly string[]): Host {
  const thread = new Worker(program, {
    argv: [...args],
    stdin: true,
    stdout: true,
    stderr: true,
    env: workerEnvironment(process.env),
    // A hostile run folder may be as large as it likes; it must not take the extension host with it.
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  const stdin = thread.stdin!;
  stdin.on("error", () => {});
  const ended = new Promise<Ending>((resolve) => {
    thread.once("error", (error) => resolve({ exitCode: 1, signal: null, error: asError(error) }));
    thread.once("exit", (exitCode) => resolve({ exitCode, signal: null, error: null }));
  });
  return {
    pid: process.pid,
    stdin,
    stdout: thread.stdout,
    stderr: thread.stderr,
    ended,
    end(graceMs) {
      stdin.end();
      const kill = setTimeout(() => void thread.terminate(), graceMs);
      kill.unref();
      void ended.then(() => clearTimeout(kill));
    },
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
