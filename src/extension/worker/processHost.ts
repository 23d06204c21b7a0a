import { execFile, spawn } from "node:child_process";
import { homedir } from "node:os";
import type { Ending, Host } from "./host";
import { workerEnvironment } from "./environment";
import type { NodeProgram } from "./nodeChoice";

/** Starts `node PROGRAM ARGS…` without a shell, away from the workspace: nothing in it is found by name. */
export function startProcess(node: NodeProgram, program: string, args: readonly string[]): Host {
  const child = spawn(node.command, [program, ...args], {
    cwd: homedir(),
    env: { ...workerEnvironment(process.env), ...node.env },
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once("error", (error) => resolve({ exitCode: null, signal: null, error }));
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal, error: null }));
  });
  // A process that dies while it is written to makes EPIPE, which `ended` tells better.
  child.stdin.on("error", () => {});
  return {
    pid: child.pid ?? -1,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    end(graceMs) {
      child.stdin.end();
      const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
      kill.unref();
      void ended.then(() => clearTimeout(kill));
    },
  };
}

/** `node --version` of a program on PATH; null when there is none. */
export function nodeVersion(command: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, ["--version"], { cwd: homedir(), timeout: 5000, windowsHide: true }, (error, stdout) =>
      resolve(error ? null : stdout.trim()),
    );
  });
}
