import type { RendererApi } from "vscode-notebook-renderer";

/** Runs in the page, bundled as a plain script whose exports are found as `bench`; `screen.ts` calls it. */

type Activate = (context: unknown) => RendererApi;

let messages: ((message: unknown) => void)[] = [];

/** Reads a renderer's bundle, evaluates it and starts it as the editor does; ms of the evaluation alone. */
export async function load(url: string): Promise<{ api: RendererApi; ms: number }> {
  const text = await (await fetch(url)).text();
  const module = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const before = performance.now();
  const { activate } = (await import(module)) as { activate: Activate };
  messages = [];
  const api = activate({
    postMessage: () => {},
    onDidReceiveMessage: (listener: (message: unknown) => void) => messages.push(listener),
    workspace: { isTrusted: true },
  });
  return { api, ms: performance.now() - before };
}

export function send(message: unknown): void {
  for (const listener of messages) listener(message);
}

/** The time at which the browser has put on the screen what was drawn before. */
export function painted(): Promise<number> {
  return new Promise((done) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    }),
  );
}

const host = (): HTMLElement => document.getElementById("host")!;

/** Shows a payload until `picture` (a selector) is there and on the screen. A picture of a figure is there when it is decoded. */
export async function show(api: RendererApi, id: string, payload: unknown, picture: string): Promise<number> {
  const before = performance.now();
  const element = host().appendChild(document.createElement("div"));
  const item = { id, mime: "", json: () => payload };
  await api.renderOutputItem(item as never, element, new AbortController().signal);
  for (;;) {
    const time = await painted();
    const found = element.querySelector(picture);
    if (found && (!(found instanceof HTMLImageElement) || found.complete)) return time - before;
    const refusal = element.querySelector("[role=alert]")?.textContent;
    if (refusal || time - before > 30_000) throw new Error(refusal ?? `no ${picture} in 30 s`);
  }
}

export function dispose(api: RendererApi, id: string): void {
  api.disposeOutputItem?.(id);
  host().replaceChildren();
}

/** Bundle and first rendering on a fresh page, then the same once more on the page that knows it. */
export async function firstPicture(url: string, payload: unknown, picture: string) {
  const { api, ms } = await load(url);
  const first = ms + (await show(api, "a", payload, picture));
  dispose(api, "a");
  const again = await show(api, "b", payload, picture);
  dispose(api, "b");
  return { first, again };
}

/** Does something to what is shown, `times` times: script is until the handler returns, screen until it can be seen. */
export async function timed(times: number, action: (turn: number) => void) {
  const [script, screen]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < times; turn++) {
    await painted();
    const before = performance.now();
    action(turn);
    script.push(performance.now() - before);
    screen.push((await painted()) - before);
  }
  return { script, screen };
}

/** Chooses the options of a list in turn, as its user does. */
export function choose(select: HTMLSelectElement, turn: number): void {
  select.selectedIndex = (turn + 1) % select.options.length;
  select.dispatchEvent(new Event("change"));
}

/** Re-renders a payload so many times in one place. */
export async function rerender(api: RendererApi, payload: unknown, times: number): Promise<void> {
  const element = host().appendChild(document.createElement("div"));
  for (let i = 0; i < times; i++) {
    const id = `r${i % 2}`;
    const item = { id, mime: "", json: () => structuredClone(payload) };
    await api.renderOutputItem(item as never, element, new AbortController().signal);
    await painted();
    api.disposeOutputItem?.(id);
  }
  element.remove();
  await painted();
}

export interface Frames {
  /** Between one frame of the screen and the next, ms. */
  readonly intervals: number[];
  /** What our script took of each, ms. */
  readonly script: number[];
}

/** Watches a playing view for so many ms. Our callbacks are those asked for after `watchFrames` was called. */
export function watchFrames(): (ms: number) => Promise<Frames> {
  const real = window.requestAnimationFrame.bind(window);
  let spent = 0;
  window.requestAnimationFrame = (callback) =>
    real((time) => {
      const before = performance.now();
      callback(time);
      spent += performance.now() - before;
    });
  return async (ms) => {
    const frames: Frames = { intervals: [], script: [] };
    const end = performance.now() + ms;
    for (let before: number | undefined; performance.now() < end;) {
      spent = 0;
      const time = await new Promise<number>((done) => real(done));
      // Callbacks of one frame run one after the other; a message comes when all have.
      await new Promise<void>((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done();
        port2.postMessage(0);
      });
      if (before !== undefined) {
        frames.intervals.push(time - before);
        frames.script.push(spent);
      }
      before = time;
    }
    return frames;
  };
}
