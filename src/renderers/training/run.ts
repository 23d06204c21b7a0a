import type { EpochPoint, RunDelta, RunView, StepPoint } from "../../common/payloads/training";
import { Series } from "./series";

/** A run without its points: what its line says. */
export type RunFacts = Omit<RunView, "steps" | "epochPoints">;

/** One run as the view has it: what was told last, and the points of all that was told. */
export class Run {
  readonly steps = new Series<StepPoint>();
  readonly epochs = new Series<EpochPoint>();
  private told!: RunFacts;
  private named: string | null = null;

  constructor(view: RunView) {
    this.replace(view);
  }

  get facts(): RunFacts {
    return this.told;
  }

  /** The whole run anew. A telling without points does not take away the points there are. */
  replace(view: RunView): void {
    this.tell(view);
    if (view.steps.length > 0 || view.epochPoints.length > 0 || view.step === 0) {
      this.steps.replace(view.steps);
      this.epochs.replace(view.epochPoints);
    }
  }

  /** What has changed. Points told twice count once. */
  grow(delta: RunDelta): void {
    this.tell(delta);
    if (delta.cutAfter !== null) {
      this.steps.cutAfter(delta.cutAfter);
      this.epochs.cutAfter(delta.cutAfter);
    }
    this.steps.append(delta.steps);
    this.epochs.append(delta.epochPoints);
  }

  /** Whoever tells a run from its folder alone does not know what the cell calls it. */
  private tell(view: RunView): void {
    const name = view.name ?? this.named;
    this.named = name;
    this.told = { ...factsOf(view), name };
  }

  /** The best validation top-1 and its epoch, the earliest among equals; null without validation. */
  get best(): { readonly epoch: number; readonly top1: number } | null {
    let best: { epoch: number; top1: number } | null = null;
    for (const { epoch, validationTop1 } of this.epochs.points)
      if (validationTop1 !== null && (best === null || validationTop1 > best.top1))
        best = { epoch, top1: validationTop1 };
    return best;
  }

  /** Share of the steps that are done, in [0, 1]. */
  get share(): number {
    const { state, step, epochs, stepsPerEpoch } = this.told;
    if (state === "done") return 1;
    const all = epochs * stepsPerEpoch;
    return all > 0 ? Math.min(1, step / all) : 0;
  }

  /** Where a step lies on an axis of epochs. */
  epochOf(step: number): number {
    return this.told.stepsPerEpoch > 0 ? step / this.told.stepsPerEpoch : step;
  }
}

function factsOf({ steps: _, epochPoints: __, ...facts }: RunView): RunFacts {
  const { cutAfter: ___, ...told } = facts as RunFacts & { cutAfter?: unknown };
  return told;
}
