/**
 * The life of one view: everything it registers with the page, and the end of all of it. What runs later (events, observers, frames)
 * hands its errors to `fail`, so that a broken view says so.
 */
export class Scope {
  private readonly ended = new AbortController();
  private readonly endings: (() => void)[] = [];

  constructor(private readonly fail: (error: unknown) => void) {}

  get over(): boolean {
    return this.ended.signal.aborted;
  }

  /** Ends the view; what was registered last ends first. */
  end(): void {
    if (this.over) return;
    this.ended.abort();
    for (const ending of this.endings.splice(0).reverse()) {
      try {
        ending();
      } catch {
        // The rest must still be freed.
      }
    }
  }

  onEnd(ending: () => void): void {
    if (this.over) ending();
    else this.endings.push(ending);
  }

  guarded<A extends unknown[]>(action: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      if (this.over) return;
      try {
        action(...args);
      } catch (error) {
        this.fail(error);
      }
    };
  }

  /** Hands a promise's failure to the view. */
  watch(promise: Promise<unknown>): void {
    promise.catch((error: unknown) => {
      if (!this.over) this.fail(error);
    });
  }

  on<K extends keyof HTMLElementEventMap>(
    target: HTMLElement,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ): void {
    target.addEventListener(type, this.guarded(listener), { ...options, signal: this.ended.signal });
  }

  /** Calls back when the element's width has changed, and not for the first time when it is observed. */
  onWidth(element: HTMLElement, changed: (width: number) => void): void {
    let width = element.clientWidth;
    const observer = new ResizeObserver(
      this.guarded(() => {
        if (element.clientWidth === width) return;
        width = element.clientWidth;
        changed(width);
      }),
    );
    observer.observe(element);
    this.onEnd(() => observer.disconnect());
  }

  /** Calls back when the editor's theme or the system's contrast has changed. */
  onTheme(changed: () => void): void {
    const listener = this.guarded(changed);
    // The editor tells of a change of theme by the body's class and the root's style.
    const observer = new MutationObserver(listener);
    for (const target of [document.documentElement, document.body])
      observer.observe(target, { attributes: true, attributeFilter: ["class", "style", "data-vscode-theme-kind"] });
    this.onEnd(() => observer.disconnect());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
      window.matchMedia(query).addEventListener("change", listener, { signal: this.ended.signal });
  }

  /** Tells whether the element is on screen, now and at every change. */
  onSeen(element: HTMLElement, changed: (seen: boolean) => void): void {
    const observer = new IntersectionObserver(
      this.guarded((entries: IntersectionObserverEntry[]) => changed(entries.at(-1)!.isIntersecting)),
    );
    observer.observe(element);
    this.onEnd(() => observer.disconnect());
  }

  /** A function that runs `action` once in the next animation frame, however often it is called before. */
  inNextFrame(action: (time: number) => void): () => void {
    let asked = 0;
    const run = this.guarded((time: number) => {
      asked = 0;
      action(time);
    });
    this.onEnd(() => cancelAnimationFrame(asked));
    return () => {
      if (asked === 0 && !this.over) asked = requestAnimationFrame(run);
    };
  }

  /** A canvas that holds no pixels once the view has ended; otherwise they stay until it is collected. */
  canvas(): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    this.onEnd(() => (canvas.width = canvas.height = 0));
    return canvas;
  }
}

/** Whether the user has asked for less motion. */
export function lessMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
