import { effectiveEvents } from "../../common/runHistory";
import type { RunEvent, SplitMetrics } from "../../common/runRecord";

/** A number of a run at a moment of its training. */
export interface RunPoint {
  /** "train/loss" and so on; the part before the slash is what tools group by. */
  readonly tag: string;
  /** Steps taken by then. */
  readonly step: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** What a run's log tells in numbers, in its order; what a resumed run took back is left out. */
export function pointsOf(events: readonly RunEvent[]): readonly RunPoint[] {
  const points: RunPoint[] = [];
  let [stepsPerEpoch, last] = [0, 0];
  for (const event of effectiveEvents(events)) {
    const { at } = event;
    const add = (step: number, values: Readonly<Record<string, number>>): void => {
      last = step;
      for (const [tag, value] of Object.entries(values))
        // A log that was written elsewhere may lack a key, and JSON has no NaN.
        if (typeof value === "number") points.push({ tag, step, at, value });
    };
    switch (event.type) {
      case "start":
        stepsPerEpoch = event.stepsPerEpoch;
        break;
      case "step": {
        const { step, loss, lr, gradNorm, clipsPerSecond } = event;
        add(step, {
          "train/loss": loss,
          "train/lr": lr,
          "train/gradient norm": gradNorm,
          "train/clips per second": clipsPerSecond,
        });
        break;
      }
      case "epoch": {
        const { epoch, loss, trainTop1, validation, seconds } = event;
        add(epoch * stepsPerEpoch, {
          "epoch/loss": loss,
          "epoch/accuracy": trainTop1,
          "epoch/seconds": seconds,
          ...(validation ? split("validation", validation) : {}),
        });
        break;
      }
      case "end":
        add(last, split("test", event.result.test));
        break;
      default:
        break;
    }
  }
  return points;
}

function split(name: string, { loss, top1, top5 }: SplitMetrics): Record<string, number> {
  return { [`${name}/loss`]: loss, [`${name}/accuracy`]: top1, [`${name}/top-5 accuracy`]: top5 };
}
