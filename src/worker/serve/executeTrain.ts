import type { RunView } from "../../common/payloads/training";
import type { RunEvent } from "../../common/runRecord";
import type { CellEnd, Death } from "../../common/wire/worker";
import type { ResolvedTrain } from "../../notebook/resolve";
import type { RunEnd } from "../running/ending";
import { followRun } from "../running/follow";
import { LogFollower } from "../running/logFollower";
import { planRuns } from "../running/plan";
import type { RunStory } from "../running/runStory";
import { runsBeside, runsOf } from "../running/storedRuns";
import { newStory } from "../running/storyOf";
import { beginRuns, joinRuns, type Underway } from "../running/train";
import type { LockRecord } from "../store/lock";
import { requestStop } from "../store/stopRequest";
import { unlessStopped } from "../unlessStopped";
import { dataCell, knownData } from "./context";
import type { Desk } from "./desk";
import { importData } from "./importData";
import { LiveRuns } from "./live";
import { trainOutputs } from "../running/outputs/trainOutput";
import { textsBehind } from "./prepareTexts";
import { ended, trainStatus } from "./status";
import { stoppedEarly, type Work } from "./work";

/** Trains what is not trained yet, in one process for all seeds, or follows whoever is at it already. */
export async function executeTrain(desk: Desk, work: Work<ResolvedTrain>): Promise<CellEnd> {
  const { cell, opened, stop } = work;
  const data = dataCell(opened.cells, cell.data)!;
  const dataset = await unlessStopped(importData(desk, data, work), stop);
  if (dataset === undefined || stop.aborted) return stoppedEarly(cell.id);
  const texts = await textsBehind(desk, work, dataset);
  if (stop.aborted) return stoppedEarly(cell.id);
  return await follow(desk, work, beginRuns(planRuns(cell, dataset, opened.path, texts), desk.launch));
}

/** The same for what is being trained already; starts nothing. */
export async function attachTrain(desk: Desk, work: Work<ResolvedTrain>): Promise<CellEnd> {
  const { cell, opened } = work;
  const known = await knownData(opened, desk.datasets);
  const runs = runsOf(cell, runsBeside(opened.path), known.get(cell.data)?.contentHash ?? null);
  return await follow(desk, work, joinRuns(runs));
}

async function follow(desk: Desk, work: Work<ResolvedTrain>, underway: readonly Underway[]): Promise<CellEnd> {
  const { cell, execution, stop } = work;
  const stories = underway.map(({ run }) => newStory(run));
  const askToStop = () => {
    for (const { run, stored } of underway) if (!stored) ask(run.folder);
  };
  stop.addEventListener("abort", askToStop, { once: true });
  // The first look at each log is taken at once, before anything is awaited, so that the first output has all there is.
  const following = underway.map((one, i) => followOne(desk, work, one, stories[i]!));
  const live = new LiveRuns(desk.tell, execution, stories);
  try {
    await live.show(trainOutputs(cell.id, views(stories), []));
    const ends = await Promise.all(following);
    await live.end();
    return await conclude(desk, work, underway, stories, ends);
  } finally {
    stop.removeEventListener("abort", askToStop);
    await live.end();
  }
}

async function followOne(
  desk: Desk,
  { execution, stop }: Work<ResolvedTrain>,
  { run: { folder }, stored, started, sittingFrom }: Underway,
  story: RunStory,
): Promise<RunEnd | undefined> {
  if (stored) {
    story.add(new LogFollower(folder.eventsPath).next());
    return { kind: "done", result: stored };
  }
  if (started) story.heldBy("waiting");
  let first = true;
  let asked = "";
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
    else if (!started) story.heldBy("none");
    // A stop that was asked for before the process had its locks is handed on as soon as it has.
    if (stop.aborted && holder && holder.token !== asked) {
      asked = holder.token;
      ask(folder);
    }
  };
  const leave = desk.closing;
  const end = await followRun(folder, { onEvents, onHolder, started, sittingFrom, leave, again: "the cell" });
  story.heldBy("none");
  return end;
}

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

async function conclude(
  desk: Desk,
  { cell, execution }: Work<ResolvedTrain>,
  underway: readonly Underway[],
  stories: readonly RunStory[],
  ends: readonly (RunEnd | undefined)[],
): Promise<CellEnd> {
  const finished = underway.flatMap(({ run, stored }, i) => {
    const end = ends[i];
    return end?.kind === "done" ? [{ ...run, result: end.result, cached: stored !== undefined }] : [];
  });
  const shown = stories.map((story, i) => told(story.view(), ends[i]));
  await desk.tell("outputs", { execution, outputs: trainOutputs(cell.id, shown, finished) });

  const failed = ends.find((end) => end?.kind === "failed");
  const interrupted = ends.find((end) => end?.kind === "interrupted");
  const seeds = cell.runs.length;
  const state = failed ? "failed" : finished.length === seeds ? "done" : "interrupted";
  const cached = state === "done" && underway.every(({ stored }) => stored !== undefined);
  const { threads } = cell.runs[0]!.train;
  const status = trainStatus({ state, cached, seeds, threads }, stories);
  if (state === "done") return ended(status);
  const death: Death | null = failed?.death ?? null;
  return ended(status, sentenceOf(failed ?? interrupted, cell.id, finished.length, seeds), death);
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
