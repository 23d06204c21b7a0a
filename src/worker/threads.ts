import { Worker } from "node:worker_threads";
import { HglError, type ErrorFacts } from "../common/errors";

/** The thread's file beside its caller's: bundled beside `hgl.mjs`, or the TypeScript source when run from source. */
export function threadFile(name: string): string {
  return import.meta.url.endsWith(".ts") ? `./${name}.ts` : `./${name}.mjs`;
}

/**
 * A worker thread over a script. Node 20 starts no thread in TypeScript even where `--import tsx` is given, so running from source goes through
 * a line of plain JavaScript that registers tsx in the thread first.
 */
export function startThread(file: URL, data: unknown): Worker {
  if (!file.pathname.endsWith(".ts")) return new Worker(file, { workerData: data });
  const tsx = import.meta.resolve("tsx/esm/api");
  const bootstrap = `import(${JSON.stringify(tsx)}).then((tsx) => (tsx.register(), import(${JSON.stringify(file.href)})))`;
  return new Worker(bootstrap, { eval: true, workerData: data, execArgv: [] });
}

/** Structured cloning keeps of an error its message only, so the facts of an HglError travel as plain data. */
export function describeFault(error: unknown): unknown {
  const facts = (error as { facts?: unknown } | null)?.facts;
  return facts ?? { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function reviveFault(error: unknown): Error {
  const facts = error as Partial<ErrorFacts> & { message?: string };
  return facts.code && facts.what ? new HglError(facts as ErrorFacts) : new Error(facts.message ?? String(error));
}
