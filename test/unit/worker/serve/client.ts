import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { EDITOR_REQUESTS } from "../../../../src/common/wire/editor";
import {
  WIRE_VERSION,
  WORKER_NOTIFICATIONS,
  type Answered,
  type Asked,
  type Told,
  type WorkerNotifications,
  type WorkerRequests,
} from "../../../../src/common/wire/worker";
import { answerWorker, type EditorAnswers } from "../../../../src/extension/worker/answers";
import type { Launch } from "../../../../src/worker/running/launch";
import { serve } from "../../../../src/worker/serve/serve";
import { codeVersion } from "../../../../src/worker/version";

type Name = keyof WorkerNotifications;
export type Heard = { [K in Name]: { readonly name: K; readonly told: Told<K> } }[Name];

/** The editor's side of the wire, as a test sees it: asks, and keeps all it is told. */
export class Client {
  readonly heard: Heard[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #connection;

  constructor(input: Readable, output: Writable) {
    this.#connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    for (const name of WORKER_NOTIFICATIONS)
      this.#connection.onNotification(name, (told: unknown) => {
        this.heard.push({ name, told } as Heard);
        for (const look of this.#waiting) look();
      });
    this.#connection.listen();
  }

  /** What the editor answers when the worker asks it. */
  answer(answers: EditorAnswers): void {
    for (const name of EDITOR_REQUESTS)
      this.#connection.onRequest(name, (asked: unknown, token) => answerWorker(answers, name, asked, token));
  }

  async ask<K extends keyof WorkerRequests>(name: K, asked: Asked<K>): Promise<Answered<K>> {
    return await this.#connection.sendRequest(name, asked);
  }

  async hello(): Promise<Answered<"hello">> {
    return await this.ask("hello", { wire: WIRE_VERSION, version: codeVersion() });
  }

  toldOf<K extends Name>(name: K, execution?: string): Told<K>[] {
    return this.heard.flatMap((one) => {
      const told = one.told as { execution?: string | null };
      return one.name === name && (execution === undefined || told.execution === execution)
        ? [one.told as Told<K>]
        : [];
    });
  }

  /** Resolves as soon as a look at what was told finds something. */
  async until<T>(look: () => T | undefined): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
    return await new Promise((resolve) => {
      const again = () => {
        const value = look();
        if (value === undefined) return;
        this.#waiting.delete(again);
        resolve(value);
      };
      this.#waiting.add(again);
    });
  }

  close(): void {
    this.#connection.end();
    this.#connection.dispose();
  }
}

/** A server in this process; `launch` stands in for training processes. */
export async function serveHere(options: { readOnly?: boolean; launch?: Launch } = {}): Promise<{
  readonly client: Client;
  end(): Promise<void>;
}> {
  const [down, up] = [new PassThrough(), new PassThrough()];
  const served = serve({ input: down, output: up, readOnly: options.readOnly ?? false, ...options });
  const client = new Client(up, down);
  await client.hello();
  return {
    client,
    async end() {
      client.close();
      down.end();
      await served;
    },
  };
}

const CHILD = fileURLToPath(new URL("../../../crash/trainChild.ts", import.meta.url));

/** Training processes with the fake learner, whose pace and faults are set by the environment (`test/crash/trainChild.ts`). */
export function fakeLaunch(env: Record<string, string> = {}): Launch & { readonly children: ChildProcess[] } {
  const children: ChildProcess[] = [];
  const launch: Launch = (folders) => {
    const path = folders[0]!.logPath;
    const log = openSync(path, "a");
    const args = ["--import", "tsx", CHILD, "--log", path, ...folders.map((folder) => folder.path)];
    const child = spawn(process.execPath, args, {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
    });
    children.push(child);
    return child;
  };
  return Object.assign(launch, { children });
}

export const MAIN = fileURLToPath(new URL("../../../../src/worker/main.ts", import.meta.url));

export interface Server {
  readonly client: Client;
  readonly process: ChildProcess;
  /** Closes its stdin and waits for its end; the exit status. */
  end(): Promise<number | null>;
}

/** `hgl serve` as the extension starts it, from source. */
export async function startServer(...args: string[]): Promise<Server> {
  return await startProgram(["--import", import.meta.resolve("tsx"), MAIN], args);
}

/** The same from what was built last. */
export async function startBuiltServer(): Promise<Server> {
  return await startProgram(["dist/hgl.mjs"], []);
}

async function startProgram(program: readonly string[], args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [...program, "serve", ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const client = new Client(child.stdout!, child.stdin!);
  await client.hello();
  return {
    client,
    process: child,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, "exit");
      client.close();
      child.stdin!.end();
      await gone;
      return child.exitCode;
    },
  };
}
