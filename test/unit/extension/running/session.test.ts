import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import type { CellEnd, CellOutput, CellSnapshot, CellStatus } from "../../../../src/common/wire/worker";
import { unknownStatus } from "../../../../src/extension/running/liveStatus";
import type { ShownError } from "../../../../src/extension/running/outcome";
import type { CellExecution, Screen } from "../../../../src/extension/running/screen";
import { NotebookSession } from "../../../../src/extension/running/session";
import { untranslated } from "../../../../src/extension/translate";
import type { RequestName, WorkerClient, WorkerState } from "../../../../src/extension/worker/client";
import { WorkerDied } from "../../../../src/extension/worker/client";
import type { FakeCell } from "./notebooks";
import { cellsOf, DATA, MODEL, readingOf, TRAIN, VIEW } from "./notebooks";

interface Request {
  readonly method: RequestName;
  readonly cell: string;
  readonly text: string;
  readonly execution: string;
  answer(end: CellEnd | object): void;
  fail(error: unknown): void;
}

/** A worker whose answers the test gives; requests wait in `requests`. */
class FakeWorker implements WorkerClient {
  readonly state: WorkerState = { kind: "asleep" };
  readonly requests: Request[] = [];
  readonly interrupted: string[] = [];
  readonly onDidChangeState = () => ({ dispose: () => {} });
  readonly on = () => ({ dispose: () => {} });
  restart = () => Promise.resolve();
  dispose = () => {};
  #arrived: () => void = () => {};

  request<K extends RequestName>(method: K, params: unknown): Promise<never> {
    if (method === "interrupt") {
      this.interrupted.push(...(params as { executions: string[] }).executions);
      return Promise.resolve({} as never);
    }
    return new Promise((resolve, reject) => {
      const { cell = "", text = "", execution = "" } = params as Partial<Request>;
      this.requests.push({ method, cell, text, execution, answer: (end) => resolve(end as never), fail: reject });
      this.#arrived();
    });
  }

  /** The next request, when it has come. */
  async next(method: RequestName, cell = ""): Promise<Request> {
    while (this.requests.length === 0)
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    const request = this.requests.shift()!;
    assert.deepEqual([request.method, request.cell], [method, cell]);
    return request;
  }
}

interface OnScreen {
  outputs: readonly CellOutput[];
  error: ShownError | null;
  /** "waiting", "running", then how it ended: "done", "failed", "unmarked". */
  mark: string;
}

class FakeScreen implements Screen<FakeCell> {
  readonly shown = new Map<FakeCell, OnScreen>();
  readonly imports: string[] = [];
  why: string | null = null;
  place: string | null = "/study/a.hgl.md";
  runs = 0;

  constructor(readonly cells: FakeCell[]) {}

  read = () => readingOf(this.cells);
  text() {
    if (this.place === null)
      throw new HglError({ code: "notebook", what: "it has no folder", next: "save it in a local folder first" });
    return { path: this.place, text: this.cells.map(({ source }) => source).join("\n\n") };
  }

  begin(cell: FakeCell): CellExecution | null {
    const before = this.shown.get(cell);
    assert.ok(!before || !["waiting", "running"].includes(before.mark), "one execution of a cell at a time");
    if (!this.cells.includes(cell)) return null;
    const now: OnScreen = { outputs: before?.outputs ?? [], error: before?.error ?? null, mark: "waiting" };
    this.shown.set(cell, now);
    return {
      start: () => {
        assert.equal(now.mark, "waiting");
        now.mark = "running";
      },
      show: (outputs, error) => {
        assert.equal(now.mark, "running");
        if (outputs !== null) now.outputs = outputs;
        now.error = error;
        return Promise.resolve();
      },
      end: (succeeded) => {
        now.mark = succeeded === null ? "unmarked" : succeeded ? "done" : "failed";
        return Promise.resolve();
      },
    };
  }

  refusal = () => this.why;
  changed(): void {}
  runsChanged(): void {
    this.runs++;
  }
  importing(cell: FakeCell, what: string | null, share: number | null): void {
    if (what !== null) this.imports.push(`${this.cells.indexOf(cell)} ${what} ${share}`);
  }
  marks(): string[] {
    return this.cells.map((cell) => this.shown.get(cell)?.mark ?? "");
  }
}

function desk(...sources: string[]) {
  const cells = cellsOf(...sources);
  const worker = new FakeWorker();
  const screen = new FakeScreen(cells);
  const complaints: string[] = [];
  let executions = 0;
  const session = new NotebookSession(screen, {
    client: worker,
    t: untranslated,
    log: () => {},
    complain: (sentence) => complaints.push(sentence),
    newExecution: () => `e${++executions}`,
  });
  return { cells, worker, screen, session, complaints };
}

function end(state: CellStatus["state"], changes: Partial<CellStatus> = {}, message: string | null = null): CellEnd {
  return { status: { ...unknownStatus(0, null), state, ...changes }, message, death: null };
}

function snapshot(cell: string, text: string, changes: Partial<CellSnapshot> = {}): CellSnapshot {
  const status = { ...unknownStatus(0, null), state: "done", cached: true } as const;
  return { cell, outputs: [{ "text/plain": text }], status, stale: false, startedAt: 1, endedAt: 2, ...changes };
}

/** Lets everything that is ready happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a view runs after all it needs, each shown as it goes; afterwards the store is looked into", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN, VIEW);
  await session.run([cells[3]!]);
  assert.deepEqual(screen.marks(), ["running", "waiting", "waiting", "waiting"]);
  const data = await worker.next("execute", "d");
  session.importing({ execution: data.execution, what: "Reading", share: 0.5 });
  session.outputs({ execution: data.execution, outputs: [{ "text/plain": "200 clips" }] });
  data.answer(end("done", { cached: true }));
  (await worker.next("execute", "small")).answer(end("done"));
  const train = await worker.next("execute", "base");
  assert.deepEqual(screen.marks(), ["done", "done", "running", "waiting"]);
  assert.equal(session.facts(cells[2]!)?.status?.seeds, 2);
  train.answer(end("done", { seeds: 2, seedsDone: 2 }));
  (await worker.next("execute", "mistakes")).answer(end("done"));
  await settled();
  assert.deepEqual(screen.marks(), ["done", "done", "done", "done"]);
  assert.deepEqual(screen.shown.get(cells[0]!)?.outputs, [{ "text/plain": "200 clips" }]);
  assert.deepEqual(screen.imports, ["0 Reading 0.5"]);
  assert.equal(session.facts(cells[0]!)?.status?.cached, true);
  assert.ok(screen.runs > 0);
  assert.deepEqual(worker.requests, []);
});

test("a cell that fails skips those that need it and no other, and says so", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN, VIEW);
  await session.run(cells);
  (await worker.next("execute", "d")).fail(new HglError({ code: "data", what: "no such folder `x`" }));
  (await worker.next("execute", "small")).answer(end("done"));
  await settled();
  assert.deepEqual(screen.marks(), ["failed", "done", "unmarked", "unmarked"]);
  assert.equal(screen.shown.get(cells[0]!)?.error?.message, "no such folder `x`.");
  assert.equal(session.facts(cells[2]!)?.skipped, "#d failed");
  assert.equal(session.facts(cells[3]!)?.skipped, "#d failed");
  assert.deepEqual(worker.requests, []);
  // Running again takes the mark away.
  await session.run([cells[3]!]);
  assert.equal(session.facts(cells[3]!)?.skipped, null);
});

test("interrupt empties the queue, asks what runs to stop, and waits for it", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN, VIEW);
  await session.run(cells.slice(2));
  (await worker.next("execute", "d")).answer(end("done"));
  (await worker.next("execute", "small")).answer(end("done"));
  const train = await worker.next("execute", "base");
  let stopped = false;
  const stopping = session.interrupt().then(() => {
    stopped = true;
  });
  await settled();
  assert.deepEqual(worker.interrupted, [train.execution]);
  assert.equal(stopped, false);
  train.answer(end("interrupted", { seeds: 2 }, "Stopped after step 12."));
  await stopping;
  assert.deepEqual(screen.marks(), ["done", "done", "failed", "unmarked"]);
  const facts = session.facts(cells[2]!);
  assert.deepEqual([facts?.status?.state, facts?.message], ["interrupted", "Stopped after step 12."]);
  assert.equal(screen.shown.get(cells[2]!)?.error, null);
});

test("a worker that dies fails its cell with the cause, beside what it showed", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN);
  await session.run(cells);
  (await worker.next("execute", "d")).answer(end("done"));
  (await worker.next("execute", "small")).answer(end("done"));
  const train = await worker.next("execute", "base");
  session.outputs({ execution: train.execution, outputs: [{ "text/plain": "curves" }] });
  const death = { pid: 3, exitCode: null, signal: "SIGKILL", memory: null, lastLines: ["a line"] };
  train.fail(new WorkerDied("The worker was ended by SIGKILL.", death, false));
  await settled();
  const shown = screen.shown.get(cells[2]!)!;
  assert.equal(shown.mark, "failed");
  assert.deepEqual(shown.outputs, [{ "text/plain": "curves" }]);
  assert.match(shown.error!.message, /^The worker was ended by SIGKILL\./);
  assert.match(shown.error!.details, /a line/);
  assert.equal(session.facts(cells[2]!)?.status?.state, "failed");
  // The store knows that the training goes on; following it is the user's to ask for, so that the cause stays on screen.
  const running = { ...unknownStatus(2, "cpu"), runs: ["r1", "r2"] };
  (await worker.next("restore")).answer({ cells: [snapshot("base", "longer curves", { status: running })] });
  await settled();
  assert.equal(screen.shown.get(cells[2]!), shown);
  assert.deepEqual(worker.requests, []);
  void session.restore();
  (await worker.next("restore")).answer({ cells: [snapshot("base", "whole curves")] });
  await settled();
  assert.deepEqual(screen.shown.get(cells[2]!), {
    outputs: [{ "text/plain": "whole curves" }],
    error: null,
    mark: "done",
  });
});

test("a training that fails keeps its cause when the store is looked into", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN);
  await session.run(cells);
  (await worker.next("execute", "d")).answer(end("done"));
  (await worker.next("execute", "small")).answer(end("done"));
  (await worker.next("execute", "base")).answer(
    end("failed", { seeds: 2 }, "The training process was ended by SIGKILL."),
  );
  const status = { ...unknownStatus(2, "cpu"), state: "failed" } as const;
  (await worker.next("restore")).answer({ cells: [snapshot("base", "curves", { status })] });
  await settled();
  assert.match(screen.shown.get(cells[2]!)!.error!.message, /SIGKILL/);
  await session.run([cells[2]!]);
  (await worker.next("execute", "d")).answer(end("done"));
  (await worker.next("execute", "small")).answer(end("done"));
  session.outputs({ execution: (await worker.next("execute", "base")).execution, outputs: [] });
  assert.equal(screen.shown.get(cells[2]!)!.error, null);
});

test("a restarted worker follows the training again; other cells have stopped", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN);
  const restarted = new WorkerDied("Restarted.", null, true);
  await session.run(cells);
  (await worker.next("execute", "d")).answer(end("done"));
  (await worker.next("execute", "small")).answer(end("done"));
  const before = await worker.next("execute", "base");
  before.fail(restarted);
  const after = await worker.next("execute", "base");
  assert.equal(after.execution, before.execution);
  assert.equal(screen.marks()[2], "running");
  after.fail(new WorkerDied("The window was closed.", null, true, true));
  await settled();
  assert.deepEqual([screen.marks()[2], session.facts(cells[2]!)?.status?.state], ["failed", "interrupted"]);
  worker.requests.length = 0;

  const other = desk(DATA);
  await other.session.run(other.cells);
  (await other.worker.next("execute", "d")).fail(restarted);
  await settled();
  assert.equal(other.session.facts(other.cells[0]!)?.message, "Restarted.");
  assert.deepEqual(other.worker.requests, []);
});

test("nothing runs in Restricted Mode or outside of a folder, and what a cell shows stays", async () => {
  const { cells, worker, screen, session } = desk(DATA);
  const restoring = session.restore();
  (await worker.next("restore")).answer({ cells: [snapshot("d", "200 clips")] });
  await restoring;
  screen.why = "Not trusted.";
  await session.run(cells);
  const shown = screen.shown.get(cells[0]!)!;
  assert.deepEqual(
    [shown.mark, shown.error?.message, shown.outputs],
    ["failed", "Not trusted.", [{ "text/plain": "200 clips" }]],
  );
  screen.why = null;
  screen.place = null;
  await session.run(cells);
  assert.equal(screen.shown.get(cells[0]!)?.error?.message, "it has no folder; save it in a local folder first.");
  await session.restore();
  assert.deepEqual(worker.requests, []);
});

test("on opening, results are shown and what trains is followed; its views follow when it has ended", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN, VIEW);
  const restoring = session.restore();
  const running = { ...unknownStatus(2, "cpu"), runs: ["r1", "r2"], seedsDone: 1 };
  const base = snapshot("base", "curves", { status: running, endedAt: null });
  (await worker.next("restore")).answer({ cells: [snapshot("d", "200 clips"), base] });
  await restoring;
  assert.deepEqual(screen.marks(), ["done", "", "running", ""]);
  const attached = await worker.next("attach", "base");
  assert.equal(session.facts(cells[2]!)?.status?.seedsDone, 1);
  // A Run meanwhile waits for it without asking for it twice.
  await session.run([cells[3]!]);
  (await worker.next("execute", "d")).answer(end("done", { cached: true }));
  (await worker.next("execute", "small")).answer(end("done"));
  await settled();
  assert.deepEqual(screen.marks(), ["done", "done", "running", "waiting"]);
  attached.answer(end("done", { seeds: 2, seedsDone: 2 }));
  (await worker.next("execute", "mistakes")).answer(end("done"));
  await settled();
  assert.deepEqual(screen.marks(), ["done", "done", "done", "done"]);
});

test("after a followed training the store is looked into for its views; what looks the same is left alone", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN, VIEW);
  void session.restore();
  const base = snapshot("base", "curves", { status: unknownStatus(2, "cpu") });
  (await worker.next("restore")).answer({ cells: [snapshot("d", "200 clips"), base] });
  (await worker.next("attach", "base")).answer(end("done", { seeds: 2, seedsDone: 2 }));
  const before = screen.shown.get(cells[0]!);
  (await worker.next("restore")).answer({ cells: [snapshot("d", "200 clips"), snapshot("mistakes", "a matrix")] });
  await settled();
  assert.equal(screen.shown.get(cells[0]!), before);
  assert.deepEqual(screen.shown.get(cells[3]!), { outputs: [{ "text/plain": "a matrix" }], error: null, mark: "done" });
});

test("a cell whose runs were deleted, and a view of them, show nothing any more", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN, VIEW);
  const trained = { ...unknownStatus(1, "cpu"), state: "done" as const, runs: ["r1", "r2"], seedsDone: 1 };
  const all = [snapshot("d", "200 clips"), snapshot("base", "curves", { status: trained }), snapshot("mistakes", "m")];
  void session.restore();
  (await worker.next("restore")).answer({ cells: all, runs: ["r1", "r2"] });
  await settled();
  // One of its runs is still there, so that what it shows is true of something.
  void session.restore();
  (await worker.next("restore")).answer({ cells: [all[0]!], runs: ["r2"] });
  await settled();
  assert.deepEqual(screen.marks(), ["done", "", "done", "done"]);
  void session.restore();
  (await worker.next("restore")).answer({ cells: [all[0]!], runs: [] });
  await settled();
  for (const cell of [cells[2]!, cells[3]!]) {
    assert.deepEqual(screen.shown.get(cell), { outputs: [], error: null, mark: "unmarked" });
    assert.equal(session.facts(cell), null);
  }
  assert.deepEqual(screen.shown.get(cells[0]!)?.outputs, [{ "text/plain": "200 clips" }]);
});

test("an edit makes outputs stale, its undoing fresh; a stored result of an earlier text stays stale", async () => {
  const { cells, worker, session } = desk(DATA, MODEL, TRAIN, VIEW);
  void session.restore();
  (await worker.next("restore")).answer({
    cells: [
      snapshot("d", "a"),
      snapshot("small", "b"),
      snapshot("base", "c"),
      snapshot("mistakes", "d", { stale: true }),
    ],
  });
  await settled();
  assert.deepEqual([...session.stale().values()], ["edited since it ran"]);
  cells[1]!.source = `${MODEL}\ncts: fixed`;
  session.textChanged();
  assert.deepEqual(
    cells.map((cell) => session.stale().get(cell) ?? ""),
    ["", "edited since it ran", "#small was edited", "edited since it ran"],
  );
  cells[1]!.source = MODEL;
  session.textChanged();
  assert.equal(session.stale().size, 1);
});

test("what runs is the text of the moment it was asked for", async () => {
  const { cells, worker, session } = desk(DATA, MODEL);
  await session.run(cells);
  const data = await worker.next("execute", "d");
  cells[1]!.source = `${MODEL}\ncts: fixed`;
  data.answer(end("done"));
  const model = await worker.next("execute", "small");
  assert.ok(!model.text.includes("cts"));
  session.outputs({ execution: model.execution, outputs: [{ "text/plain": "a table" }] });
  model.answer(end("done"));
  await settled();
  assert.equal(session.stale().get(cells[1]!), "edited since it ran");
});

test("a cell deleted while it waits is not run, one deleted while it runs ends quietly", async () => {
  const { cells, worker, screen, session } = desk(DATA, MODEL, TRAIN);
  await session.run(cells);
  const [, model] = cells;
  const data = await worker.next("execute", "d");
  screen.cells.splice(1, 1);
  session.textChanged();
  assert.equal(screen.shown.get(model!)?.mark, "unmarked");
  data.answer(end("failed", {}, "No space left."));
  await settled();
  assert.equal(screen.shown.get(cells[0]!)?.error?.message, "No space left.");
  assert.deepEqual(worker.requests, []);
});

test("a worker that cannot be started is complained of once the store is asked for", async () => {
  const { worker, session, complaints } = desk(DATA);
  const restoring = session.restore();
  (await worker.next("restore")).fail(new WorkerDied("No Node.", null, false));
  await restoring;
  assert.deepEqual(complaints, ["No Node."]);
  const again = session.restore();
  (await worker.next("restore")).fail(new WorkerDied("Trusted now.", null, true));
  await again;
  assert.deepEqual(complaints, ["No Node."]);
});

test("a measurement is asked for once, and its times are shown; a failure is a sentence", async () => {
  const { worker, screen, session, cells } = desk(DATA, MODEL);
  const text = screen.text().text;
  const twice = [session.measure("small"), session.measure("small")];
  const asked = await worker.next("measure", "small");
  assert.equal(asked.text, text);
  asked.answer({});
  (await worker.next("restore")).answer({ cells: [snapshot("small", "with times")], runs: [] });
  assert.deepEqual(await Promise.all(twice), [null, null]);
  assert.deepEqual(worker.requests, []);
  assert.deepEqual(screen.shown.get(cells[1]!)!.outputs, snapshot("small", "with times").outputs);

  const failing = session.measure("small");
  (await worker.next("measure", "small")).fail(
    new HglError({ code: "device", what: "the network could not be measured: it ended with SIGKILL" }),
  );
  assert.equal(await failing, "the network could not be measured: it ended with SIGKILL.");
  screen.why = "Not before you trust this workspace.";
  assert.equal(await session.measure("small"), "Not before you trust this workspace.");
  assert.deepEqual(worker.requests, []);
});
