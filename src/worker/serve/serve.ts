import { setMaxListeners } from "node:events";
import type { Readable, Writable } from "node:stream";
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import { HglError } from "../../common/errors";
import { refusedData } from "../../common/wire/refusal";
import {
  REFUSED,
  WIRE_VERSION,
  WORKER_REQUESTS,
  type Answered,
  type Asked,
  type RefusedData,
  type WorkerRequests,
} from "../../common/wire/worker";
import { Datasets } from "../running/datasets";
import { launchTraining, type Launch } from "../running/launch";
import { codeVersion } from "../version";
import { askEditorOver } from "./askEditor";
import { checkAsked } from "./asked";
import { deleteRun, resumeRun, stopRun } from "./changeRuns";
import { mayAct, type Desk, type Tell } from "./desk";
import { clips } from "./clips";
import { devices } from "./devices";
import { attach, execute } from "./execute";
import { exportFile } from "./exportFile";
import { history } from "./history";
import { Measuring } from "./measure";
import { restore } from "./restore";
import { RunList } from "./runs";
import { backendOf } from "./status";
import { tellVital } from "./vital";

export interface ServeOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly readOnly: boolean;
  readonly launch?: Launch;
}

type Handlers = { readonly [K in keyof WorkerRequests]: (asked: Asked<K>) => Answered<K> | Promise<Answered<K>> };

/**
 * The worker's side of the wire, from the first byte to the last. What a request is refused for goes back as an HglError's facts; a fault of
 * ours is answered as an error and told on stderr, and the next request is served as if nothing had happened.
 * @returns when the input has ended; trainings go on
 */
export async function serve({ input, output, readOnly, launch = launchTraining }: ServeOptions): Promise<void> {
  const connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const closing = new AbortController();
  // Every run that is followed listens.
  setMaxListeners(0, closing.signal);
  const tell: Tell = async (name, told) => {
    if (closing.signal.aborted) return;
    // A reader that has gone is told nothing more; the end of the input says so.
    await connection.sendNotification(name, told).catch(() => {});
  };
  const desk: Desk = {
    readOnly,
    datasets: new Datasets(),
    launch,
    tell,
    askEditor: askEditorOver(connection),
    executions: new Map(),
    closing: closing.signal,
  };
  answerAll(connection, handlersOf(desk));
  connection.onError(([error]) => console.error(`the wire: ${error.message}`));
  const endVital = tellVital(tell);
  const ended = new Promise<void>((resolve) => {
    connection.onClose(resolve);
    input.once("end", resolve).once("close", resolve).once("error", resolve);
    output.once("error", resolve);
  });
  connection.listen();
  await ended;
  closing.abort();
  endVital();
  connection.dispose();
}

function handlersOf(desk: Desk): Handlers {
  const list = new RunList();
  const measuring = new Measuring(desk);
  return {
    hello: (asked) => hello(desk, asked),
    restore: (asked) => restore(desk, asked),
    execute: (asked) => execute(desk, asked),
    attach: (asked) => attach(desk, asked),
    interrupt: ({ executions }) => {
      mayAct(desk, "stopping runs");
      for (const name of executions) desk.executions.get(name)?.abort();
      return {};
    },
    history: (asked) => history(asked),
    clips: (asked) => clips(desk, asked),
    runs: async ({ roots }) => ({ runs: await list.list(roots) }),
    stopRun: ({ folder }) => stopRun(desk, folder),
    resumeRun: ({ folder }) => resumeRun(desk, folder),
    deleteRun: ({ folder }) => deleteRun(desk, folder),
    measure: (asked) => measuring.measure(asked),
    exportFile: (asked) => exportFile(desk, asked),
    devices: () => devices(),
  };
}

function hello({ readOnly }: Desk, { wire, version }: Asked<"hello">): Answered<"hello"> {
  const own = codeVersion();
  if (wire !== WIRE_VERSION || version !== own)
    throw new HglError({
      code: "usage",
      what: `the extension (version ${version}, wire ${wire}) and its worker (version ${own}, wire ${WIRE_VERSION}) do not belong together`,
      next: "reload the window, and install HocSLM Notebook again if that does not help",
    });
  return { pid: process.pid, node: process.version, version: own, readOnly, backend: backendOf() };
}

/** Checks what each request was asked with; none is answered before a `hello` was. */
function answerAll(connection: MessageConnection, handlers: Handlers): void {
  let greeted = false;
  const answer = async <K extends keyof WorkerRequests>(name: K, asked: unknown): Promise<Answered<K>> => {
    const checked = checkAsked(name, asked);
    if (name !== "hello" && !greeted)
      throw new HglError({ code: "usage", where: name, what: "the first request must be hello" });
    const answered = await handlers[name](checked);
    greeted = true;
    return answered;
  };
  for (const name of WORKER_REQUESTS)
    connection.onRequest(name, async (asked: unknown) => {
      try {
        return await answer(name, asked);
      } catch (error) {
        return errorFor(name, error);
      }
    });
}

function errorFor(name: string, error: unknown): ResponseError<RefusedData | undefined> {
  if (error instanceof HglError) return new ResponseError(REFUSED, error.message, refusedData(error));
  console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const what = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  return new ResponseError(ErrorCodes.InternalError, `an unforeseen fault of hgl: ${what}`, undefined);
}
