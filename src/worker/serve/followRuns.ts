import type { RunView } from "../../common/payloads/training";
import type { RunEvent } from "../../common/runRecord";
import type { CellEnd, CellOutput, Death } from "../../common/wire/worker";
import type { ResolvedCell } from "../../notebook/resolve";
import { endingBetween, type RunEnd } from "../running/ending";
import { followRun } from "../running/follow";
import { LogFollower } from "../running/logFollower";
import type { FinishedRun } from "../running/plan";
import type { RunStory } from "../running/runStory";
import { newStory } from "../running/storyOf";
import { cancelJobs, type ClusterJob } from "../running/slurm/watch";
import { cancelWaiting, type Underway } from "../running/train";
import type { LockRecord } from "../store/lock";
import { requestStop } from "../store/stopRequest";
import type { Desk } from "./desk";
import { LiveRuns } from "./live";
import { ended, trainStatus } from "./status";
import type { Work } from "./work";

/** How a cell shows the runs it follows. */
export interface Shown {
  /** Runs of the whole cell, also those that were never begun. */
  readonly runs: number;
  readonly threads: number;
  /** @param finished the runs that have ended so far; none of them before the first is known to have */
  outputs(views: readonly RunView[], finished: readonly FinishedRun[]): Promise<readonly CellOutput[]>;
  /** Whether the outputs are made anew whenever a run ends, and not at the end alone. */
  readonly renewed: boolean;
  /** What a run is called where the seed does not tell. */
  nameOf?(run: Underway["run"]): string;
}

/** Follows a cell's runs to their ends and tells of them; stopping the cell asks whoever trains them to stop. */
export async function followRuns(
  desk: Desk,
  work: Work<ResolvedCell>,
  underway: readonly Underway[],
  shown: Shown,
): Promise<CellEnd> {
  const { execution, stop } = work;
  const stories = underway.map(({ run }) => newStory(run, shown.nameOf?.(run)));
  const askToStop = () => {
    for (const { run, stored } of underway) if (!stored) ask(run.folder);
    void cancelWaiting(underway).catch((error: unknown) =>
      desk.tell("warning", {
        execution,
        message: `#${work.cell.id}: ${error instanceof Error ? error.message : String(error)}`,
      }),
    );
  };
  stop.addEventListener("abort", askToStop, { once: true });
  const finished = underway.map(({ run, stored }): FinishedRun | undefined =>
    stored ? { ...run, result: stored, cached: true } : undefined,
  );
  const done = () => finished.filter((run) => run !== undefined);
  const live = new LiveRuns(desk.tell, execution, stories);
  // The first look at each log is taken at once, before anything is awaited, so that the first output has all there is.
  const following = underway.map(async (one, i) => {
    const end = await followOne(desk, work, one, stories[i]!);
    if (end?.kind !== "done" || one.stored) return end;
    finished[i] = { ...one.run, result: end.result, cached: false };
    if (shown.renewed) live.renew(() => shown.outputs(views(stories), done()));
    return end;
  });
  try {
    await live.show(await shown.outputs(views(stories), shown.renewed ? done() : []));
    const ends = await Promise.all(following);
    await live.end();
    return await conclude(desk, work, underway, { stories, ends, finished: done() }, shown);
  } finally {
    stop.removeEventListener("abort", askToStop);
    await live.end();
  }
}

async function followOne(
  desk: Desk,
  { execution, stop }: Work<ResolvedCell>,
  { run: { folder }, stored, started, job, sittingFrom }: Underway,
  story: RunStory,
): Promise<RunEnd | undefined> {
  if (stored) {
    story.add(new LogFollower(folder.eventsPath).next());
    return { kind: "done", result: stored };
  }
  if (started || job) story.heldBy("waiting");
  let first = true;
  let asked = "";
  const takeOut = takerOut();
  const onEvents = (events: readonly RunEvent[]) => {
    story.add(events);
    // What an earlier sitting warned of has been told in its time.
    for (const event of first && !started ? [] : events.filter(({ at }) => at >= startedAt))
      if (event.type === "warning")
        void desk.tell("warning", { execution, message: `run ${folder.id}: ${event.message}` });
    first = false;
  };
  const startedAt = Date.now() - CLOCK_SLACK_MS;
  const onHolder = (holder: LockRecord | undefined) => {
    if (holder) story.heldBy(holder.queued ? "waiting" : "training");
    else if (job) story.heldBy("waiting");
    else if (!started) story.heldBy("none");
    // A stop that was asked for before the process had its locks is handed on as soon as it has.
    if (stop.aborted && holder && holder.token !== asked) {
      asked = holder.token;
      ask(folder);
    }
    if (job && stop.aborted) takeOut(job, holder);
  };
  const leave = desk.closing;
  const end = await followRun(folder, { onEvents, onHolder, started, job, sittingFrom, leave, again: "the cell" });
  job?.leave();
  story.heldBy("none");
  return end;
}

/** Cancels a stopped cell's task that nobody trains in but that is still in the queue: Slurm may have queued it again while it stopped. */
function takerOut(): (job: ClusterJob, holder: LockRecord | undefined) => void {
  let since: number | undefined;
  return (job, holder) => {
    const now = performance.now();
    since = holder ? undefined : (since ?? now);
    if (since === undefined || now - since < STILL_QUEUED_MS) return;
    since = now;
    void cancelJobs([job]).catch(() => {});
  };
}

/** By then what was cancelled with the cell has gone. */
const STILL_QUEUED_MS = 5000;

/** Logs carry times of the machine that trains. */
const CLOCK_SLACK_MS = 2000;

function ask(folder: Underway["run"]["folder"]): void {
  try {
    requestStop(folder);
  } catch {
    // A folder that has just gone needs no stop; any other fault shows in the run that goes on.
  }
}

function views(stories: readonly RunStory[]): RunView[] {
  return stories.map((story) => story.view());
}

interface Followed {
  readonly stories: readonly RunStory[];
  readonly ends: readonly (RunEnd | undefined)[];
  readonly finished: readonly FinishedRun[];
}

async function conclude(
  desk: Desk,
  { cell, execution }: Work<ResolvedCell>,
  underway: readonly Underway[],
  { stories, ends, finished }: Followed,
  { runs, threads, outputs }: Shown,
): Promise<CellEnd> {
  const shown = stories.map((story, i) => told(story.view(), ends[i]));
  await desk.tell("outputs", { execution, outputs: await outputs(shown, finished) });

  const failed = ends.find((end) => end?.kind === "failed") ?? deathBetween(underway, ends);
  const interrupted = ends.find((end) => end?.kind === "interrupted");
  const state = failed ? "failed" : finished.length === runs ? "done" : "interrupted";
  const cached = state === "done" && underway.every(({ stored }) => stored !== undefined);
  const status = trainStatus({ state, cached, seeds: runs, threads }, stories);
  if (state === "done") return ended(status);
  const death: Death | null = failed?.death ?? null;
  return ended(status, sentenceOf(failed ?? interrupted, cell.id, finished.length, runs), death);
}

/** A process that was killed while none of its runs was at a step. */
function deathBetween(
  underway: readonly Underway[],
  ends: readonly (RunEnd | undefined)[],
): Extract<RunEnd, { kind: "failed" }> | undefined {
  const found = underway.flatMap(({ run, started }, i) =>
    ends[i]?.kind === "waiting" ? (endingBetween(run.folder, started, "the cell") ?? []) : [],
  );
  return found.find((end) => end.kind === "failed");
}

/** A run that died has no last word in its log; the view gets ours. */
function told(view: RunView, end: RunEnd | undefined): RunView {
  if (end?.kind === "failed") return { ...view, state: "failed", message: end.error.message };
  if (end?.kind === "interrupted") return { ...view, message: end.error.message };
  return view;
}

function sentenceOf(end: RunEnd | undefined, cell: string, done: number, seeds: number): string {
  if (end && "error" in end) return end.error.message;
  return `#${cell}: ${done} of ${seeds} runs are trained; run the cell again to go on.`;
}
