import { Emitter } from "vscode-jsonrpc/node";
import type { Disposable } from "vscode-jsonrpc/node";
import type { Answered, Asked, Told, WorkerNotifications } from "../../common/wire/worker";
import type { Translate } from "../translate";
import type { EditorAnswers } from "./answers";
import type { RequestName, WorkerClient, WorkerState } from "./client";
import { WorkerDied } from "./client";
import type { Host } from "./host";
import type { Notified } from "./life";
import { Life } from "./life";
import type { NodeProgram } from "./nodeChoice";
import { isNodeNewEnough, noNodeSentence, nodePrograms, standInSentence } from "./nodeChoice";

/** What the client needs of its surroundings. */
export interface WorkerSurroundings {
  readonly version: string;
  /** What the worker may ask of the editor. */
  readonly answers: EditorAnswers;
  /** False in Restricted Mode. */
  isTrusted(): boolean;
  /** The setting hocslm.nodePath. */
  nodePath(): string;
  /** `process.execPath` of the extension host. */
  readonly editorPath: string;
  startProcess(node: NodeProgram, args: readonly string[]): Host;
  startThread(args: readonly string[]): Host;
  /** `node --version` of a command; null where it cannot be run. */
  nodeVersion(command: string): Promise<string | null>;
  /** Something to tell the user once. */
  say(message: string): void;
  log(line: string): void;
  readonly t: Translate;
  readonly helloMs?: number;
}

/** The only WorkerClient: starts a worker when one is asked for something, and another after its end. */
export class LazyWorker implements WorkerClient {
  readonly #changed = new Emitter<WorkerState>();
  readonly #notified = new Emitter<Notified>();
  readonly onDidChangeState = this.#changed.event;
  #state: WorkerState = { kind: "asleep" };
  #life: Life | null = null;
  #starting: Promise<Life> | null = null;
  #standIn: NodeProgram | null = null;
  #closed = false;
  /** Counts the workers that were ended on purpose, so that a start that such an end overtakes is given up. */
  #ends = 0;

  constructor(private readonly around: WorkerSurroundings) {}

  get state(): WorkerState {
    return this.#state.kind === "ready" ? { ...this.#state, rss: this.#life?.rss ?? null } : this.#state;
  }

  async request<K extends RequestName>(method: K, params: Asked<K>): Promise<Answered<K>> {
    const life = await this.#alive();
    return life.request(method, params);
  }

  on<K extends keyof WorkerNotifications>(notification: K, listener: (told: Told<K>) => void): Disposable {
    return this.#notified.event((one) => {
      if (one.notification === notification) listener(one.told as Told<K>);
    });
  }

  async restart(): Promise<void> {
    await this.#end(this.around.t("The HocSLM worker was restarted."));
    await this.#alive();
  }

  /** Ends a worker of the other kind when trust has changed; the next request starts the right one. */
  async trustChanged(): Promise<void> {
    await this.#end(this.around.t("The workspace is trusted now, so the HocSLM worker was restarted."));
  }

  /** The setting has changed: the next worker is started with what it says. */
  forgetNode(): void {
    this.#standIn = null;
  }

  dispose(): void {
    this.#closed = true;
    void this.#end(this.around.t("The window was closed."));
    this.#changed.dispose();
    this.#notified.dispose();
  }

  #alive(): Promise<Life> {
    if (this.#closed) return Promise.reject(new WorkerDied(this.around.t("The window was closed."), null, true, true));
    if (this.#life && !this.#life.isOver) return Promise.resolve(this.#life);
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #end(reason: string): Promise<void> {
    this.#ends++;
    const life = this.#life;
    this.#life = null;
    this.#become({ kind: "asleep" });
    await this.#starting?.catch(() => {});
    if (!life) return;
    await life.end(reason);
    await life.gone();
  }

  async #start(): Promise<Life> {
    const ends = this.#ends;
    this.#become({ kind: "starting" });
    try {
      const life = this.around.isTrusted()
        ? await this.#startProcess()
        : await this.#born(this.around.startThread(["serve", "--read-only"]));
      if (ends !== this.#ends || this.#closed) throw await life.end(this.around.t("The HocSLM worker was restarted."));
      this.#life = life;
      this.#become({ kind: "ready", facts: life.facts!, rss: null });
      void life.died.then((died) => {
        if (this.#life === life) this.#lost(died);
      });
      return life;
    } catch (error) {
      const died = error instanceof WorkerDied ? error : new WorkerDied(String(error), null, false);
      if (ends === this.#ends) this.#lost(died);
      throw died;
    }
  }

  async #startProcess(): Promise<Life> {
    const { around } = this;
    const programs = this.#standIn ? [this.#standIn] : nodePrograms(around.nodePath(), around.editorPath);
    const tried: NodeProgram[] = [];
    let reason: WorkerDied | null = null;
    for (const program of programs) {
      if (program.from === "path" && !(await this.#isUsable(program))) continue;
      tried.push(program);
      try {
        const life = await this.#born(around.startProcess(program, ["serve"]));
        if (program.from === "path" && !this.#standIn) around.say(standInSentence(around.t, life.facts!.node));
        if (program.from === "path") this.#standIn = program;
        return life;
      } catch (error) {
        if (!(error instanceof WorkerDied)) throw error;
        around.log(`${program.command}: ${error.message}`);
        reason ??= error;
      }
    }
    this.#standIn = null;
    throw new WorkerDied(noNodeSentence(around.t, tried, reason?.message ?? ""), reason?.death ?? null, false);
  }

  async #isUsable({ command }: NodeProgram): Promise<boolean> {
    const version = await this.around.nodeVersion(command);
    return version !== null && isNodeNewEnough(version);
  }

  async #born(host: Host): Promise<Life> {
    const { version, answers, t, log, helloMs } = this.around;
    const life = new Life(host, {
      version,
      answers,
      t,
      log: (line) => log(line),
      ...(helloMs === undefined ? {} : { helloMs }),
    });
    life.onNotified((one) => this.#notified.fire(one));
    await life.hello();
    return life;
  }

  #lost(died: WorkerDied): void {
    this.#life = null;
    this.around.log(died.message);
    this.#become({ kind: "dead", death: died.death, sentence: died.message });
  }

  #become(state: WorkerState): void {
    this.#state = state;
    if (!this.#closed) this.#changed.fire(state);
  }
}
