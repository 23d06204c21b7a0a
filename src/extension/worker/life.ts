import { totalmem } from "node:os";
import {
  Emitter,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from "vscode-jsonrpc/node";
import type { CancellationToken, Event, Message, MessageConnection } from "vscode-jsonrpc/node";
import { EDITOR_REQUESTS } from "../../common/wire/editor";
import { refusedError } from "../../common/wire/refusal";
import type {
  Answered,
  Asked,
  Death,
  RefusedData,
  Told,
  WorkerFacts,
  WorkerNotifications,
  WorkerRequests,
} from "../../common/wire/worker";
import { REFUSED, WIRE_VERSION, WORKER_NOTIFICATIONS } from "../../common/wire/worker";
import type { Translate } from "../translate";
import type { EditorAnswers } from "./answers";
import { answerWorker } from "./answers";
import { WorkerDied } from "./client";
import { LastLines, deathSentence } from "./death";
import type { Host } from "./host";

/** How long a worker may take to answer its first request; a bundle on a slow disk takes seconds. */
const HELLO_MS = 20_000;
/** How long the last words of an ended worker are waited for. */
const LAST_WORDS_MS = 300;
/** How long a worker whose output is closed may live. */
const CLOSED_MS = 1000;
/** How long a worker that was asked to end may take. */
const GRACE_MS = 3000;

export interface Notified {
  readonly notification: keyof WorkerNotifications;
  readonly told: unknown;
}

export interface LifeOptions {
  readonly version: string;
  readonly answers: EditorAnswers;
  readonly t: Translate;
  readonly log: (line: string) => void;
  /** Milliseconds; tests are more impatient. */
  readonly helloMs?: number;
}

/** One worker from its start to its end. */
export class Life {
  readonly #connection: MessageConnection;
  readonly #notified = new Emitter<Notified>();
  readonly #lastLines = new LastLines();
  readonly #waiting = new Set<(reason: WorkerDied) => void>();
  #facts: WorkerFacts | null = null;
  #rss: number | null = null;
  #died: WorkerDied | null = null;
  /** Resolves once with why requests get no answer any more. */
  readonly died: Promise<WorkerDied>;

  constructor(
    private readonly host: Host,
    private readonly options: LifeOptions,
  ) {
    host.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#lastLines.add(text);
      options.log(text.trimEnd());
    });
    this.#connection = createMessageConnection(new StreamMessageReader(host.stdout), new PatientWriter(host.stdin));
    this.#connection.onError(([error]) => options.log(`worker connection: ${error.message}`));
    this.#connection.onClose(() => this.#mustEndSoon());
    for (const notification of WORKER_NOTIFICATIONS)
      this.#connection.onNotification(notification, (told: unknown) => {
        if (notification === "vital") this.#rss = (told as Told<"vital">).rss;
        this.#notified.fire({ notification, told });
      });
    for (const name of EDITOR_REQUESTS)
      this.#connection.onRequest(name, (asked: unknown, token: CancellationToken) =>
        answerWorker(options.answers, name, asked, token),
      );
    this.#connection.listen();
    this.died = this.#untilItDies();
  }

  get onNotified(): Event<Notified> {
    return this.#notified.event;
  }

  get facts(): WorkerFacts | null {
    return this.#facts;
  }

  /** Resident memory in bytes when it last told; null before. */
  get rss(): number | null {
    return this.#rss;
  }

  get isOver(): boolean {
    return this.#died !== null;
  }

  /** The first request. Ends the worker when it is of another version, or silent. */
  async hello(): Promise<WorkerFacts> {
    const { t, version, helloMs = HELLO_MS } = this.options;
    const late = setTimeout(
      () => this.#fail(t("The HocSLM worker did not answer within {0} seconds.", Math.round(helloMs / 1000))),
      helloMs,
    );
    try {
      const facts = await this.request("hello", { wire: WIRE_VERSION, version });
      if (facts.version !== version)
        throw this.#fail(
          t("The HocSLM worker is version {0} and the extension {1}; reload the window.", facts.version, version),
        );
      this.#facts = facts;
      return facts;
    } catch (error) {
      if (!(error instanceof WorkerDied)) this.#fail(error instanceof Error ? error.message : String(error));
      throw this.#died ?? error;
    } finally {
      clearTimeout(late);
    }
  }

  async request<K extends keyof WorkerRequests>(method: K, params: Asked<K>): Promise<Answered<K>> {
    if (this.#died) throw this.#died;
    let giveUp: (reason: WorkerDied) => void;
    const over = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    this.#waiting.add(giveUp!);
    try {
      return await Promise.race([this.#connection.sendRequest<Answered<K>>(method, params), over]);
    } catch (error) {
      // A broken pipe is the first sign of a death; its cause follows at once.
      if (error instanceof ResponseError) throw refusal(error, method, this.options.t);
      throw error instanceof WorkerDied ? error : await this.died;
    } finally {
      this.#waiting.delete(giveUp!);
    }
  }

  /** Ends it for a reason that who waits is told. */
  end(reason: string): Promise<WorkerDied> {
    this.host.end(GRACE_MS);
    this.#over(new WorkerDied(reason, null, true));
    return this.died;
  }

  /** Resolves when nothing of it runs any more. */
  async gone(): Promise<void> {
    await this.host.ended;
  }

  #fail(sentence: string): WorkerDied {
    const died = new WorkerDied(sentence, this.#death({ exitCode: null, signal: null }), false);
    this.#over(died);
    this.host.end(0);
    return died;
  }

  async #untilItDies(): Promise<WorkerDied> {
    const over = new Promise<WorkerDied>((resolve) => this.#waiting.add(resolve));
    void this.host.ended.then(async ({ exitCode, signal, error }) => {
      if (this.#died) return;
      await lastWords(this.host);
      const death = this.#death({ exitCode, signal });
      const sentence = error
        ? `${this.options.t("The HocSLM worker could not run")}: ${error.message}.`
        : deathSentence(this.options.t, death);
      this.#over(new WorkerDied(sentence, death, false));
    });
    return over;
  }

  /** Its output is closed, so that it can answer nothing; its own end, which is about to follow, tells why. */
  #mustEndSoon(): void {
    setTimeout(() => {
      if (!this.#died) this.#fail(this.options.t("The HocSLM worker closed its output."));
    }, CLOSED_MS).unref();
  }

  #death({ exitCode, signal }: Pick<Death, "exitCode" | "signal">): Death {
    const memory = this.#rss === null ? null : { rss: this.#rss, total: totalmem() };
    return { pid: this.host.pid, exitCode, signal, memory, lastLines: this.#lastLines.lines() };
  }

  #over(died: WorkerDied): void {
    if (this.#died) return;
    this.#died = died;
    for (const tell of this.#waiting) tell(died);
    this.#waiting.clear();
    this.#connection.dispose();
  }
}

/** A message to a worker that has just ended is lost without a word: its death is told to everyone who waits. */
class PatientWriter extends StreamMessageWriter {
  override async write(message: Message): Promise<void> {
    await super.write(message).catch(() => {});
  }
}

/** What it printed last may still be in the pipe when it has ended. */
function lastWords({ stderr }: Host): Promise<void> {
  if (stderr.readableEnded || stderr.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const enough = setTimeout(resolve, LAST_WORDS_MS);
    stderr.once("close", () => {
      clearTimeout(enough);
      resolve();
    });
  });
}

function refusal(error: ResponseError<unknown>, method: string, t: Translate): Error {
  if (error.code !== REFUSED)
    return new Error(t("The HocSLM worker has a defect ({0}: {1}); please report it.", method, error.message), {
      cause: error,
    });
  return refusedError(error.data as RefusedData);
}
