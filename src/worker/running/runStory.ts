import {
  MOST_POINTS,
  type EpochPoint,
  type RunDelta,
  type RunView,
  type StepPoint,
} from "../../common/payloads/training";
import { stateOf, type Writer } from "../../common/runHistory";
import type { RunEvent } from "../../common/runRecord";

export interface StoryFacts {
  readonly runId: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  /** What the run is called beside its seed: a variant's label; null in a train cell. */
  readonly name: string | null;
  readonly seed: number;
  readonly epochs: number;
}

/** Steps kept in memory while a run is followed; beyond it the curve is thinned, so that a week of training stays small. */
const MOST_KEPT = 16 * MOST_POINTS;

/** A run told event by event: its curves, and how far it is. A run that resumes takes back what it repeats. */
export class RunStory {
  readonly #facts: StoryFacts;
  #steps: StepPoint[] = [];
  #epochs: EpochPoint[] = [];
  #stepsPerEpoch = 0;
  #sitting = { at: 0, step: 0 };
  #step = 0;
  #lastAt: number | null = null;
  #firstAt: number | null = null;
  #stepAt = 0;
  /** Seconds of each epoch that counts, by the step at its end. */
  #spent: { readonly step: number; readonly seconds: number }[] = [];
  #total: number | null = null;
  #epochSince = 0;
  #speed: number | null = null;
  #outcome: RunEvent | undefined;
  #test: number | null = null;
  #testOf: RunView["testOf"] = "all";
  #writer: Writer = "none";
  readonly #fresh = {
    steps: [] as StepPoint[],
    epochs: [] as EpochPoint[],
    cutAfter: null as number | null,
    any: true,
  };

  constructor(facts: StoryFacts) {
    this.#facts = facts;
  }

  add(events: readonly RunEvent[]): void {
    for (const event of events) this.#addOne(event);
    if (this.#steps.length > MOST_KEPT) this.#steps = thinned(this.#steps, MOST_KEPT / 2);
    if (this.#fresh.steps.length > 2 * MOST_POINTS) this.#fresh.steps = thinned(this.#fresh.steps, MOST_POINTS);
    if (events.length > 0) this.#fresh.any = true;
  }

  heldBy(writer: Writer): void {
    if (writer !== this.#writer) this.#fresh.any = true;
    this.#writer = writer;
  }

  get runId(): string {
    return this.#facts.runId;
  }

  /** What the run is called beside its seed; null in a train cell. */
  get name(): string | null {
    return this.#facts.name;
  }

  get state(): RunView["state"] {
    return stateOf(this.#outcome ? [this.#outcome] : [], this.#writer);
  }

  get bestValidation(): number | null {
    return this.#epochs.reduce<number | null>(
      (best, { validationTop1: top1 }) => (top1 === null ? best : Math.max(best ?? 0, top1)),
      null,
    );
  }

  /** Unix milliseconds of the first and last event. */
  get span(): { readonly from: number | null; readonly to: number | null } {
    return { from: this.#firstAt, to: this.#lastAt };
  }

  get test(): number | null {
    return this.#test;
  }

  view(): RunView {
    const { steps, epochPoints } = {
      steps: thinned(this.#steps, MOST_POINTS),
      epochPoints: thinned(this.#epochs, MOST_POINTS),
    };
    return { ...this.#standing(), steps, epochPoints };
  }

  /** What is new since the last call; undefined when nothing is. */
  delta(): RunDelta | undefined {
    const fresh = this.#fresh;
    if (!fresh.any) return undefined;
    const delta: RunDelta = {
      ...this.#standing(),
      steps: thinned(fresh.steps, MOST_POINTS),
      epochPoints: thinned(fresh.epochs, MOST_POINTS),
      cutAfter: fresh.cutAfter,
    };
    this.forgetFresh();
    return delta;
  }

  /** What is told by other means is not told again by `delta`. */
  forgetFresh(): void {
    this.#fresh.steps = [];
    this.#fresh.epochs = [];
    this.#fresh.cutAfter = null;
    this.#fresh.any = false;
  }

  #standing(): Omit<RunView, "steps" | "epochPoints"> {
    const total = this.#facts.epochs * this.#stepsPerEpoch;
    const running = this.state === "running";
    const taken = this.#step - this.#sitting.step;
    const perStep = taken > 0 ? (this.#stepAt - this.#sitting.at) / 1000 / taken : null;
    const outcome = this.#outcome;
    return {
      ...this.#facts,
      state: this.state,
      stepsPerEpoch: this.#stepsPerEpoch,
      epoch: this.#stepsPerEpoch > 0 ? Math.min(this.#facts.epochs, Math.ceil(this.#step / this.#stepsPerEpoch)) : 0,
      step: this.#step,
      clipsPerSecond: this.#speed,
      seconds: this.#total ?? this.#trained(),
      etaSeconds: running && perStep !== null ? Math.max(0, perStep * (total - this.#step)) : null,
      message: outcome?.type === "failed" ? outcome.message : null,
      test: this.#test,
      testOf: this.#testOf,
    };
  }

  #trained(): number {
    const epochs = this.#spent.reduce((sum, { seconds }) => sum + seconds, 0);
    return epochs + Math.max(0, (this.#stepAt - this.#epochSince) / 1000);
  }

  #addOne(event: RunEvent): void {
    this.#firstAt ??= event.at;
    this.#lastAt = event.at;
    switch (event.type) {
      case "start":
        return this.#start(event);
      case "step": {
        const { step, loss, lr, gradNorm, clipsPerSecond } = event;
        const point = { step, loss, lr, gradNorm, clipsPerSecond };
        this.#steps.push(point);
        this.#fresh.steps.push(point);
        this.#step = step;
        this.#stepAt = event.at;
        this.#speed = clipsPerSecond;
        return;
      }
      case "epoch": {
        const { epoch, loss, trainTop1, validation } = event;
        const point = {
          epoch,
          step: epoch * this.#stepsPerEpoch,
          loss,
          top1: trainTop1,
          validationLoss: validation?.loss ?? null,
          validationTop1: validation?.top1 ?? null,
        };
        this.#epochs.push(point);
        this.#fresh.epochs.push(point);
        this.#step = point.step;
        this.#spent.push({ step: point.step, seconds: event.seconds });
        this.#epochSince = this.#stepAt = event.at;
        return;
      }
      case "checkpoint":
        this.#step = Math.max(this.#step, event.step);
        return;
      case "interrupted":
      case "failed":
        this.#outcome = event;
        this.#step = event.type === "interrupted" ? event.step : this.#step;
        return;
      case "end":
        this.#outcome = event;
        this.#test = event.result.test.top1;
        this.#testOf = event.result.unseen ? "seen" : "all";
        this.#total = event.seconds;
        return;
      case "warning":
        return;
    }
  }

  #start(event: RunEvent & { type: "start" }): void {
    const from = event.resumedAt ?? 0;
    this.#stepsPerEpoch = event.stepsPerEpoch;
    const later = (step: number) => step > from;
    if (this.#steps.some(({ step }) => later(step)) || this.#epochs.some(({ step }) => later(step))) {
      this.#fresh.cutAfter = Math.min(this.#fresh.cutAfter ?? Infinity, from);
      this.#steps = this.#steps.filter(({ step }) => !later(step));
      this.#epochs = this.#epochs.filter(({ step }) => !later(step));
      this.#fresh.steps = this.#fresh.steps.filter(({ step }) => !later(step));
      this.#fresh.epochs = this.#fresh.epochs.filter(({ step }) => !later(step));
    }
    this.#spent = this.#spent.filter(({ step }) => !later(step));
    this.#outcome = event;
    this.#test = this.#total = null;
    this.#step = from;
    this.#sitting = { at: event.at, step: from };
    this.#stepAt = this.#epochSince = event.at;
  }
}

/** At most `most` points, as evenly along the steps as they lie; the last is always kept. */
export function thinned<P extends { readonly step: number }>(points: readonly P[], most: number): P[] {
  if (points.length <= most) return [...points];
  const first = points[0]!.step;
  const last = points.at(-1)!;
  const width = (last.step - first + 1) / (most - 1);
  const kept: P[] = [];
  let bucket = -1;
  for (const point of points) {
    const own = Math.floor((point.step - first) / width);
    if (own <= bucket) continue;
    bucket = own;
    kept.push(point);
  }
  if (kept.at(-1) !== last) kept.push(last);
  return kept;
}
