import type { OutputItem, RendererApi } from "vscode-notebook-renderer";
import { MIME, rendererId } from "../../common/ids";
import type { AskedClips, FromRenderer } from "../../common/wire/renderer";
import { make } from "./elements";
import { keepKeys } from "./keys";
import type { Scope } from "./scope";

/** What the player needs of the skeleton renderer, which is a bundle of its own: renderers do not import one another. */
type Skeletons = Required<Pick<RendererApi, "renderOutputItem" | "disposeOutputItem">>;

/** Unique among the requests of one bundle, whose views share a channel. */
let requests = 0;

/**
 * Shows clips in motion within a view: asks the extension for them, and has the skeleton renderer draw what comes. There is one player in a
 * view at a time; it takes the focus, and gives it back when it is closed.
 */
export class Player {
  private open: { readonly request: string; readonly section: Opened } | undefined;

  constructor(
    private readonly scope: Scope,
    private readonly view: string,
    private readonly post: (message: FromRenderer) => void,
    private readonly rendererNamed: (id: string) => Promise<RendererApi | undefined>,
  ) {
    scope.onEnd(() => this.close());
  }

  /**
   * Plays clips at the end of `host`, in place of what is playing in the view.
   * @param words what they are, as a heading: "wave taken for clap"
   * @param closed told once, when it has been closed or another has taken its place
   */
  show(host: HTMLElement, words: string, asked: AskedClips, closed?: () => void): void {
    const before = this.open?.section.returnTo;
    this.close();
    const focused = document.activeElement;
    const opener =
      focused instanceof HTMLElement && focused !== document.body && focused.isConnected ? focused : before;
    const request = `${this.view}-${++requests}`;
    const section = new Opened(this.scope, host, words, opener, () => {
      if (this.open?.request === request) this.open = undefined;
      closed?.();
    });
    this.open = { request, section };
    const { cell, clips, run } = asked;
    this.post({ type: "askClips", request, cell, clips, ...(run === undefined ? {} : { run }) });
  }

  close(): void {
    this.open?.section.close();
  }

  /** Takes the answer to what was asked; false for any other message. The skeleton renderer guards the payload itself. */
  receive(message: unknown): boolean {
    if (typeof message !== "object" || message === null) return false;
    const { type, request, payload, sentence } = message as Record<string, unknown>;
    if (type !== "clips" && type !== "clipsRefused") return false;
    if (!this.open || request !== this.open.request) return true;
    const { section } = this.open;
    if (type === "clips") this.scope.watch(this.draw(section, String(request), payload));
    else section.refuse(typeof sentence === "string" ? sentence : "The clips could not be read.");
    return true;
  }

  private async draw(section: Opened, request: string, payload: unknown): Promise<void> {
    const skeletons = await this.rendererNamed(rendererId("skeleton")).catch(() => undefined);
    if (section.isClosed) return;
    if (!canDraw(skeletons)) return section.refuse("The skeleton player could not be loaded: reload the window.");
    await section.fill(skeletons, itemOf(request, payload));
  }
}

/** One opened player: its heading, its status, and the skeletons. */
class Opened {
  isClosed = false;
  private readonly section = make("section", "hgl-player");
  private readonly status = make("p", "hgl-player-status", "Reading the clips…");
  private readonly stage = make("div");
  private readonly ended = new AbortController();
  private empty: (() => void) | undefined;

  constructor(
    scope: Scope,
    host: HTMLElement,
    words: string,
    readonly returnTo: HTMLElement | undefined,
    private readonly closed: () => void,
  ) {
    const { section, status, stage } = this;
    section.tabIndex = -1;
    section.setAttribute("aria-label", `Clips in motion: ${words}`);
    const close = make("button", "hgl-button", "Close");
    close.type = "button";
    const head = make("div", "hgl-player-head");
    head.append(make("b", "", words), close);
    status.setAttribute("role", "status");
    section.append(head, status, stage);
    host.append(section);
    const { signal } = this.ended;
    const shut = scope.guarded(() => this.close());
    close.addEventListener("click", shut, { signal });
    const keys = scope.guarded((event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      keepKeys(event);
      this.close();
    });
    section.addEventListener("keydown", keys, { signal });
    // The page is scrolled by the editor, not by itself.
    section.focus({ preventScroll: true });
  }

  refuse(sentence: string): void {
    this.status.className = "hgl-player-status hgl-error";
    this.status.textContent = sentence;
  }

  async fill({ renderOutputItem, disposeOutputItem }: Skeletons, item: OutputItem): Promise<void> {
    this.empty = () => disposeOutputItem(item.id);
    await renderOutputItem(item, this.stage, this.ended.signal);
    if (this.isClosed) return this.empty();
    this.status.classList.add("hgl-silent");
    this.status.textContent = "The clips are shown.";
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.ended.abort();
    const hadFocus = this.section.contains(document.activeElement);
    this.empty?.();
    this.section.remove();
    this.closed();
    if (hadFocus && this.returnTo?.isConnected) this.returnTo.focus({ preventScroll: true });
  }
}

function canDraw(api: RendererApi | undefined): api is RendererApi & Skeletons {
  return typeof api?.renderOutputItem === "function" && typeof api.disposeOutputItem === "function";
}

/** A payload in the form in which the editor hands over outputs. */
function itemOf(request: string, payload: unknown): OutputItem {
  const text = (): string => JSON.stringify(payload);
  const data = (): Uint8Array => new TextEncoder().encode(text());
  return {
    id: `hgl-clips-${request}`,
    mime: MIME.skeleton,
    metadata: {},
    json: () => payload as never,
    text,
    data,
    blob: () => new Blob([data() as Uint8Array<ArrayBuffer>], { type: MIME.skeleton }),
  };
}
