import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance, so that tests wait for nothing. */
export interface Clock {
  /** Unix milliseconds; never runs backwards. */
  now(): number;
  /** Rejects as soon as `stop` is raised. */
  wait(milliseconds: number, stop: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  chance(): number;
}

export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  wait: async (milliseconds, stop) => {
    await sleep(milliseconds, undefined, { signal: stop });
  },
  chance: () => Math.random(),
};

/** How often and how many at once an endpoint is asked. */
export class Pace {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  /** When the next request may go, Unix milliseconds. */
  #next = 0;

  /** @param perMinute requests in a minute, evenly spaced; null: as fast as they come */
  constructor(
    atOnce: number,
    private readonly perMinute: number | null,
    private readonly clock: Clock,
  ) {
    this.#free = atOnce;
  }

  /** Waits for a place among those at once; call what it gives to leave again. Rejects when `stop` is raised. */
  async enter(stop: AbortSignal): Promise<() => void> {
    stop.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#place(stop);
    return () => {
      const first = this.#waiting.shift();
      if (first) first();
      else this.#free++;
    };
  }

  /** Waits until the next request may go. Rejects when `stop` is raised. */
  async turn(stop: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + (this.perMinute === null ? 0 : 60_000 / this.perMinute);
    if (at > now) await this.clock.wait(at - now, stop);
    stop.throwIfAborted();
  }

  /** The server asks for quiet: nobody goes before it is over. */
  rest(milliseconds: number): void {
    this.#next = Math.max(this.#next, this.clock.now() + milliseconds);
  }

  #place(stop: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        stop.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(stop.reason as Error);
      };
      this.#waiting.push(enter);
      stop.addEventListener("abort", leave, { once: true });
    });
  }
}
