import type { IntervalHistogram } from "node:perf_hooks";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { WorkerClient } from "./client";

/** What "HocSLM: Show Performance" tells. Times in milliseconds. */
export interface PerformanceFacts {
  /** From the first line of the bundle to the end of `activate`. */
  readonly activationMs: number | null;
  /** Delay of the extension host's event loop since it was first asked for; null until then. */
  readonly eventLoop: {
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
    readonly seconds: number;
  } | null;
  readonly worker: { readonly state: string; readonly pid: number | null; readonly rss: number | null };
  /** Messages passed on to renderers. */
  readonly messagesRelayed: number;
}

/** How often the event loop is looked at; the delay is what its looks come late. */
const RESOLUTION_MS = 10;

/** Measures the extension in its host; the event loop only once that is asked for. */
export class Measurements {
  #activationMs: number | null = null;
  #delays: IntervalHistogram | null = null;
  #since = 0;

  constructor(
    private readonly client: Pick<WorkerClient, "state">,
    private readonly messagesRelayed: () => number,
  ) {}

  /** `activate` is about to return; `startedAt` and now are of `performance.now()`. */
  activated(startedAt: number): void {
    this.#activationMs = performance.now() - startedAt;
  }

  /** Begins to measure the event loop, once. */
  start(): void {
    if (this.#delays) return;
    this.#delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#delays.enable();
    this.#since = performance.now();
  }

  /** What is known now; measures the event loop from the first call on. */
  facts(): PerformanceFacts {
    const eventLoop = this.#eventLoop();
    this.start();
    const { state } = this.client;
    const { pid, rss } = state.kind === "ready" ? { pid: state.facts.pid, rss: state.rss } : { pid: null, rss: null };
    return {
      activationMs: this.#activationMs,
      eventLoop,
      worker: { state: state.kind, pid, rss },
      messagesRelayed: this.messagesRelayed(),
    };
  }

  dispose(): void {
    this.#delays?.disable();
  }

  #eventLoop(): PerformanceFacts["eventLoop"] {
    const delays = this.#delays;
    // Node gives no percentiles of nothing.
    if (!delays || delays.count === 0) return null;
    // Node measures from look to look, so a loop without any delay reads as the resolution.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    return {
      p50: late(delays.percentile(50)),
      p99: late(delays.percentile(99)),
      max: late(delays.max),
      seconds: (performance.now() - this.#since) / 1000,
    };
  }
}
