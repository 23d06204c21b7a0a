import { epochsOf } from "../../model/language/ramp";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { stateOf } from "../../common/runHistory";
import type { RunEvent } from "../../common/runRecord";
import type { RunSummary } from "../../common/wire/worker";
import { RUN_ID } from "../running/storedRuns";
import { readIfThere } from "../store/atomicFile";
import { decodeLine } from "../store/eventLog";
import { RunFolder } from "../store/runFolder";

/** How deep below a root notebooks are looked for. */
const DEPTH = 8;
/** Folders in which nobody keeps notebooks, and which are large. */
const SKIPPED = new Set(["node_modules", "dist", "out", "build", "venv", "__pycache__"]);
/** Folders looked at in one search. */
const MOST_FOLDERS = 20_000;
/** Runs read before other requests get a turn. */
const AT_ONCE = 25;

/** All runs below some folders, newest first; what was read of a run is kept until its files change. */
export class RunList {
  #known = new Map<string, { readonly stamp: string; readonly facts: Facts }>();

  async list(roots: readonly string[]): Promise<RunSummary[]> {
    const summaries: RunSummary[] = [];
    const known = new Map<string, { readonly stamp: string; readonly facts: Facts }>();
    let read = 0;
    for (const place of await places(roots))
      for (const name of namesIn(join(place, ".hgl", "runs")).filter((one) => RUN_ID.test(one))) {
        const folder = new RunFolder(join(place, ".hgl", "runs", name));
        if (known.has(folder.path)) continue;
        const stamp = stampOf(folder);
        const before = this.#known.get(folder.path);
        const facts = before?.stamp === stamp ? before.facts : factsOf(folder);
        if (!facts) continue;
        if (before?.stamp !== stamp && ++read % AT_ONCE === 0) await turn();
        known.set(folder.path, { stamp, facts });
        summaries.push({ folder: folder.path, runId: name, place, ...told(facts, folder) });
      }
    this.#known = known;
    return summaries.sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  }
}

/** Folders with a `.hgl/runs` in them. Links are not followed, so that no folder is seen twice and no circle walked. */
async function places(roots: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const open = roots.map((path) => ({ path, depth: 0 }));
  for (let next = open.shift(); next && seen.size < MOST_FOLDERS; next = open.shift()) {
    const { path, depth } = next;
    if (seen.has(path)) continue;
    seen.add(path);
    if (seen.size % 100 === 0) await turn();
    for (const entry of entriesIn(path)) {
      if (!entry.isDirectory()) continue;
      if (entry.name === ".hgl") found.push(path);
      else if (depth < DEPTH && !entry.name.startsWith(".") && !SKIPPED.has(entry.name))
        open.push({ path: join(path, entry.name), depth: depth + 1 });
    }
  }
  return found;
}

function entriesIn(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function namesIn(path: string): string[] {
  return entriesIn(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function stampOf({ configPath, eventsPath, resultPath }: RunFolder): string {
  const one = (path: string) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? `${found.size}/${found.mtimeMs}` : "";
  };
  return [configPath, eventsPath, resultPath].map(one).join(" ");
}

/** What the list tells of a run that does not change by itself: all but whether somebody is at it. */
interface Facts {
  readonly cell: string;
  readonly notebook: string | undefined;
  readonly seed: number;
  readonly configHash: string;
  readonly epochs: number;
  readonly epoch: number;
  readonly bestValidation: number | null;
  readonly test: number | null;
  readonly startedAt: number | null;
  readonly updatedAt: number | null;
  readonly outcome: RunEvent | undefined;
}

function told(facts: Facts, folder: RunFolder): Omit<RunSummary, "folder" | "runId" | "place"> {
  const { outcome, notebook, ...rest } = facts;
  return {
    ...rest,
    ...(notebook === undefined ? {} : { notebook }),
    state: stateOf(outcome ? [outcome] : [], folder.writer()),
    message: outcome?.type === "failed" ? outcome.message : null,
  };
}

function factsOf(folder: RunFolder): Facts | undefined {
  try {
    const { cell, notebook, config, configHash } = folder.spec();
    const { seed } = config;
    return { cell, notebook, seed, configHash, epochs: epochsOf(config), ...summaryOf(folder.eventsPath) };
  } catch {
    return undefined;
  }
}

/**
 * The few events that a line in a list needs, found by their bytes: a log is mostly steps, and parsing them all would be most of the work.
 * The log's line holds the same result as result.json, which therefore need not be read.
 */
function summaryOf(path: string): Omit<Facts, "cell" | "notebook" | "seed" | "configHash" | "epochs"> {
  const summary = new Summary();
  const bytes = readIfThere(path) ?? new Uint8Array(0);
  const log = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lastLine = log.lastIndexOf(LINE_FEED, log.lastIndexOf(LINE_FEED) - 1) + 1;
  let step = log.indexOf(STEP);
  for (let from = 0, end = log.indexOf(LINE_FEED); end >= 0; from = end + 1, end = log.indexOf(LINE_FEED, from)) {
    if (step >= 0 && step < from) step = log.indexOf(STEP, from);
    const isStep = step >= 0 && step < end;
    if (isStep && from > 0 && from < lastLine) continue;
    const event = decodeLine(log.subarray(from, end));
    if (event) summary.add(event);
  }
  return summary.facts();
}

class Summary {
  #epochs: { readonly epoch: number; readonly top1: number | null }[] = [];
  #test: number | null = null;
  #first: RunEvent | undefined;
  #last: RunEvent | undefined;
  #outcome: RunEvent | undefined;

  add(event: RunEvent): void {
    this.#first ??= event;
    this.#last = event;
    switch (event.type) {
      case "start": {
        const from = event.resumedAt ?? 0;
        this.#epochs = this.#epochs.filter(({ epoch }) => epoch * event.stepsPerEpoch <= from);
        this.#test = null;
        this.#outcome = event;
        return;
      }
      case "epoch":
        this.#epochs.push({ epoch: event.epoch, top1: event.validation?.top1 ?? null });
        return;
      case "end":
        this.#test = event.result.test.top1;
        this.#outcome = event;
        return;
      case "failed":
      case "interrupted":
        this.#outcome = event;
        return;
      default:
        return;
    }
  }

  facts() {
    const validations = this.#epochs.flatMap(({ top1 }) => top1 ?? []);
    const under = this.#last?.type === "step" ? this.#last.epoch : 0;
    return {
      epoch: Math.max(under, this.#epochs.at(-1)?.epoch ?? 0),
      bestValidation: validations.length > 0 ? Math.max(...validations) : null,
      test: this.#test,
      startedAt: this.#first?.at ?? null,
      updatedAt: this.#last?.at ?? null,
      outcome: this.#outcome,
    };
  }
}

const LINE_FEED = 10;
const STEP = Buffer.from('"type":"step"');
