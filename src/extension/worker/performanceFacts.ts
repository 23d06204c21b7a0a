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
