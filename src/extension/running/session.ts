import type { CellSnapshot, CellStatus, NotebookText, Told } from "../../common/wire/worker";
import { isTraining } from "../../notebook/index";
import type { Translate } from "../translate";
import type { WorkerClient } from "../worker/client";
import { WorkerDied } from "../worker/client";
import { LiveStatus, unknownStatus } from "./liveStatus";
import { Measurements } from "./measurements";
import type { Outcome } from "./outcome";
import { outcomeOf, outcomeOfError } from "./outcome";
import type { PlannedCell } from "./plan";
import { planCells, planned } from "./plan";
import type { Queued } from "./queue";
import { RunQueue } from "./queue";
import type { NotebookReading, ReadCell } from "./reading";
import type { CellExecution, Screen } from "./screen";
import { sameOutputs, ShownCells } from "./shownCells";
import type { MadeFrom } from "./staleness";
import { madeFrom } from "./staleness";
import type { CellFacts } from "./statusItems";

/** A cell's way from its place in the queue to its end. */
interface Entry<C> extends Queued {
  readonly cell: C;
  readonly kind: string;
  readonly method: "execute" | "attach";
  readonly execution: string;
  readonly text: NotebookText;
  readonly made: MadeFrom | null;
  readonly live: LiveStatus;
  /** Null until the editor has one to give: it knows one execution of a cell at a time. */
  onScreen: CellExecution | null;
  interrupted: boolean;
}

export interface SessionOptions {
  readonly client: WorkerClient;
  readonly t: Translate;
  readonly log: (line: string) => void;
  /** Something the user must see that no cell shows. */
  readonly complain: (sentence: string) => void;
  /** Names of executions, unique in the window. */
  readonly newExecution: () => string;
}

/** One open notebook: what runs in it, what waits, and what its cells show. */
export class NotebookSession<C> {
  readonly #queue = new RunQueue<Entry<C>>();
  readonly #shown = new ShownCells<C>();
  readonly #waitingForEnds = new Set<() => void>();
  readonly #measurements = new Measurements((cell) => this.#measure(cell));
  #pumping = false;
  #restoring: Promise<void> | null = null;
  #restoreAgain = false;
  #closed = false;

  constructor(
    private readonly screen: Screen<C>,
    private readonly options: SessionOptions,
  ) {}

  /** Runs cells with all they need; resolves when they are in the queue. Refusals are shown in the cells. */
  async run(cells: readonly C[]): Promise<void> {
    const reading = this.screen.read();
    const text = this.#textToRun();
    if (typeof text === "string") {
      await Promise.all(cells.map((cell) => this.#refuse(cell, text)));
      return;
    }
    const { run, refused } = planCells(reading, cells, this.options.t);
    this.#enqueue(run, reading, text);
    await Promise.all(refused.map(({ cell, sentence }) => this.#refuse(cell, sentence)));
  }

  /** Empties the queue and asks what runs to stop; resolves when it has. */
  async interrupt(): Promise<void> {
    for (const entry of this.#queue.empty()) void entry.onScreen?.end(null, null);
    this.screen.changed();
    const running = this.#queue.running;
    if (running.length === 0) return;
    for (const entry of running) entry.interrupted = true;
    const stopped = this.#untilEnded(running);
    const executions = running.map(({ execution }) => execution);
    await this.options.client
      .request("interrupt", { executions })
      .catch((error: unknown) => this.options.log(`interrupt: ${messageOf(error)}`));
    await stopped;
  }

  /** Shows what the store knows of cells that do not run here, and follows what trains elsewhere. Never rejects. */
  restore(): Promise<void> {
    if (this.#restoring) {
      this.#restoreAgain = true;
      return this.#restoring;
    }
    this.#restoring = this.#restoreAll();
    return this.#restoring;
  }

  /** Measures the network of a model cell and shows its times: null, or why there are none. Never rejects. */
  measure(cell: string): Promise<string | null> {
    return this.#measurements.of(cell);
  }

  /** The notebook's text has changed: says which outputs are of an earlier one, and forgets deleted cells. */
  textChanged(): void {
    const reading = this.screen.read();
    const present = new Set(reading.cells.map(({ cell }) => cell));
    for (const entry of this.#queue.waiting.filter(({ cell }) => !present.has(cell))) {
      this.#queue.take(entry);
      void entry.onScreen?.end(null, null);
    }
    if (this.#shown.refresh(reading, this.options.t)) this.screen.changed();
  }

  outputs({ execution, outputs }: Told<"outputs">): void {
    const entry = this.#entry(execution);
    if (!entry) return;
    this.screen.importing(entry.cell, null, null);
    Object.assign(this.#shown.of(entry.cell), { outputs, error: null, made: entry.made, stale: null });
    void entry.onScreen?.show(outputs, null);
    this.#shown.refresh(this.screen.read(), this.options.t);
    this.screen.changed();
  }

  /** Whether the message was about an execution of this notebook. */
  progress({ execution, runs }: Told<"progress">): boolean {
    const entry = this.#entry(execution);
    if (!entry) return false;
    this.screen.importing(entry.cell, null, null);
    const shown = this.#shown.of(entry.cell);
    const isFirst = shown.status === null || shown.status.runs.length === 0;
    shown.status = entry.live.add(runs);
    this.screen.changed();
    if (isFirst) this.screen.runsChanged();
    return true;
  }

  importing({ execution, what, share }: Told<"importing">): void {
    const entry = this.#entry(execution);
    if (entry) this.screen.importing(entry.cell, what, share);
  }

  /** What a cell's status line tells; null when there is nothing to tell. */
  facts(cell: C): CellFacts | null {
    const waiting = this.#queue.waiting.some((entry) => entry.cell === cell);
    const shown = this.#shown.get(cell);
    if (!shown && !waiting) return null;
    const kind = this.screen.read().cells.find((read) => read.cell === cell)?.kind ?? "";
    const { status = null, message = null, stale = null, skipped = null } = shown ?? {};
    return { kind, status, message, stale, skipped, waiting };
  }

  /** Cells whose outputs are of an earlier text, and why. */
  stale(): ReadonlyMap<C, string> {
    return this.#shown.stale();
  }

  /** Whether one of its cells runs under this name. */
  isRunning(execution: string): boolean {
    return this.#entry(execution) !== undefined;
  }

  /** The notebook is closed; what trains goes on without being followed. */
  dispose(): void {
    this.#closed = true;
    this.#queue.empty();
  }

  async #measure(cell: string): Promise<void> {
    const text = this.#textToRun();
    if (typeof text === "string") throw new Error(text);
    await this.options.client.request("measure", { ...text, cell });
    await this.restore();
  }

  /** What the worker is told of the notebook, or why it may not run. */
  #textToRun(): NotebookText | string {
    const refusal = this.screen.refusal();
    if (refusal !== null) return refusal;
    try {
      return this.screen.text();
    } catch (error) {
      return messageOf(error);
    }
  }

  #enqueue(run: readonly PlannedCell<C>[], reading: NotebookReading<C>, text: NotebookText): void {
    const entries = run.map((cell) => this.#entryFor(cell, reading, text));
    const { added, replaced } = this.#queue.append(entries);
    for (const entry of replaced) void entry.onScreen?.end(null, null);
    const busy = new Set(this.#queue.running.map(({ cell }) => cell));
    for (const entry of added) {
      const shown = this.#shown.get(entry.cell);
      if (shown) shown.skipped = null;
      if (!busy.has(entry.cell)) entry.onScreen = this.screen.begin(entry.cell);
    }
    this.screen.changed();
    void this.#pump();
  }

  /** Runs what waits, one after another, as long as something may start. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let entry = this.#queue.next(); entry && !this.#closed; entry = this.#queue.next()) {
      entry.onScreen ??= this.screen.begin(entry.cell);
      entry.onScreen?.start(Date.now());
      Object.assign(this.#shown.of(entry.cell), {
        status: entry.live.status(),
        message: null,
        lost: false,
        skipped: null,
      });
      this.screen.changed();
      await this.#finish(entry, await this.#outcome(entry));
    }
    this.#pumping = false;
  }

  async #outcome(entry: Entry<C>): Promise<Outcome> {
    const { client, t } = this.options;
    for (;;) {
      try {
        const { text, id, execution } = entry;
        return outcomeOf(await client.request(entry.method, { ...text, cell: id, execution }), t);
      } catch (error) {
        const restarted = error instanceof WorkerDied && error.onPurpose && !error.closing && !this.#closed;
        // The training has gone on without the worker, and the next one takes up the following.
        if (restarted && isTraining(entry.kind) && !entry.interrupted) continue;
        return outcomeOfError(error, entry.kind, entry.live.status(), t);
      }
    }
  }

  async #finish(entry: Entry<C>, { succeeded, status, message, error, lost }: Outcome): Promise<void> {
    const { screen, options } = this;
    const shown = this.#shown.of(entry.cell);
    screen.importing(entry.cell, null, null);
    // What an earlier text has left stands no longer; what this one has left, be it long ago, does.
    const isOfThis = shown.made !== null && shown.made.identity === entry.made?.identity;
    if (error !== null) {
      if (!isOfThis) Object.assign(shown, { outputs: [], made: entry.made, stale: null });
      await entry.onScreen?.show(isOfThis ? null : [], error);
    }
    Object.assign(shown, { status, message, error, lost });
    await entry.onScreen?.end(succeeded, Date.now());
    for (const skipped of this.#queue.ended(entry, succeeded)) {
      const { t } = options;
      this.#shown.of(skipped.cell).skipped =
        status.state === "interrupted" ? t("#{0} was interrupted", entry.id) : t("#{0} failed", entry.id);
      void skipped.onScreen?.end(null, null);
    }
    this.textChanged();
    screen.changed();
    if (isTraining(entry.kind) && !this.#closed) {
      screen.runsChanged();
      // Views of it show what the store has now; those about to run will do so anyway.
      if (!this.#queue.waiting.some(({ closure }) => closure.includes(entry.id))) void this.restore();
    }
    for (const look of [...this.#waitingForEnds]) look();
    void this.#pump();
  }

  #untilEnded(entries: readonly Entry<C>[]): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#queue.running.some((running) => entries.includes(running))) return;
        this.#waitingForEnds.delete(look);
        resolve();
      };
      this.#waitingForEnds.add(look);
    });
  }

  async #restoreAll(): Promise<void> {
    do {
      this.#restoreAgain = false;
      try {
        await this.#restoreOnce();
      } catch (error) {
        this.options.log(`restore: ${messageOf(error)}`);
        if (error instanceof WorkerDied && !error.onPurpose) this.options.complain(error.message);
      }
    } while (this.#restoreAgain && !this.#closed);
    this.#restoring = null;
  }

  async #restoreOnce(): Promise<void> {
    let text: NotebookText;
    try {
      text = this.screen.text();
    } catch {
      // It lies in no folder, or cannot be written as it is: there is nothing to compare the store with.
      return;
    }
    const reading = this.screen.read();
    const before = this.#shown.statuses();
    const { cells, runs } = await this.options.client.request("restore", text);
    if (this.#closed) return;
    await Promise.all(cells.map((snapshot) => this.#showSnapshot(snapshot, reading, text)));
    const answered = { runs: new Set(runs), cells: new Set(cells.map(({ cell }) => cell)) };
    const emptied = this.#shown.ofDeletedRuns(this.screen.read(), before, answered);
    await Promise.all(emptied.map((cell) => this.#clear(cell)));
    this.textChanged();
    this.screen.changed();
  }

  async #showSnapshot(snapshot: CellSnapshot, reading: NotebookReading<C>, text: NotebookText): Promise<void> {
    const { outputs, status, startedAt, endedAt } = snapshot;
    const read = reading.byId.get(snapshot.cell);
    if (!read || this.#isBusy(read.cell)) return;
    const made = snapshot.stale ? null : madeFrom(reading, snapshot.cell);
    const shown = this.#shown.get(read.cell);
    const isRunning = status.state === "running" && !snapshot.stale;
    // How it failed here is not in the store; it stays on screen until there is a result, or somebody resumes.
    if (shown?.error && status.state !== "done" && (shown.lost || !isRunning)) return;
    if (shown && !isRunning && shown.error === null && shown.status?.state === status.state) {
      if (sameOutputs(shown.outputs, outputs)) {
        if (made) Object.assign(shown, { made, stale: null });
        return;
      }
    }
    const onScreen = this.screen.begin(read.cell);
    if (!onScreen) return;
    const stale = snapshot.stale ? this.options.t("edited since it ran") : null;
    const before = { message: null, error: null, lost: false, skipped: null };
    Object.assign(this.#shown.of(read.cell), { outputs, status, made, stale, ...before });
    onScreen.start(startedAt);
    void onScreen.show(outputs, null);
    if (isRunning) this.#follow(read, status, reading, text, onScreen);
    else await onScreen.end(markOf(status), endedAt ?? startedAt);
  }

  async #clear(cell: C): Promise<void> {
    if (this.#isBusy(cell)) return;
    this.#shown.delete(cell);
    const onScreen = this.screen.begin(cell);
    onScreen?.start(null);
    await onScreen?.show([], null);
    await onScreen?.end(null, null);
  }

  #follow(
    read: ReadCell<C>,
    status: CellStatus,
    reading: NotebookReading<C>,
    text: NotebookText,
    onScreen: CellExecution,
  ): void {
    const live = new LiveStatus(status);
    const entry: Entry<C> = {
      ...this.#entryFor(planned(reading, read), reading, text),
      method: "attach",
      live,
      onScreen,
    };
    this.#queue.follow(entry);
    void this.#outcome(entry).then((outcome) => this.#finish(entry, outcome));
  }

  #entryFor(cell: PlannedCell<C>, reading: NotebookReading<C>, text: NotebookText): Entry<C> {
    const { client, newExecution } = this.options;
    const backend = isTraining(cell.kind) && client.state.kind === "ready" ? client.state.facts.backend : null;
    const made = madeFrom(reading, cell.id);
    const shown = this.#shown.get(cell.cell);
    const known = shown?.made && shown.made.identity === made?.identity ? shown.status : null;
    return {
      id: cell.id,
      closure: cell.closure,
      identity: cell.identity,
      cell: cell.cell,
      kind: cell.kind,
      method: "execute",
      execution: newExecution(),
      text,
      made,
      live: new LiveStatus(known ?? unknownStatus(cell.seeds, backend)),
      onScreen: null,
      interrupted: false,
    };
  }

  /** Shows why a cell is not run, beside the outputs it has. */
  async #refuse(cell: C, sentence: string): Promise<void> {
    if (this.#isBusy(cell)) return;
    const execution = this.screen.begin(cell);
    if (!execution) return;
    const error = { name: this.options.t("Not run"), message: sentence, details: "" };
    this.#shown.of(cell).error = error;
    execution.start(Date.now());
    await execution.show(null, error);
    await execution.end(false, Date.now());
  }

  #isBusy(cell: C): boolean {
    return [...this.#queue.running, ...this.#queue.waiting].some((entry) => entry.cell === cell);
  }

  #entry(execution: string): Entry<C> | undefined {
    return this.#queue.running.find((entry) => entry.execution === execution);
  }
}

/** The mark that the editor puts at a cell: a tick, a cross, or none for one that trains without being followed. */
function markOf({ state }: CellStatus): boolean | null {
  return state === "running" ? null : state === "done";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
