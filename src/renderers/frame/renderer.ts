import type { ActivationFunction, OutputItem, RendererApi, RendererContext } from "vscode-notebook-renderer";
import type { FromRenderer } from "../../common/wire/renderer";
import { make } from "./elements";
import { Player } from "./player";
import { Scope } from "./scope";
import { BASE_STYLE } from "./style";

export type Check<T> = { readonly ok: true; readonly payload: T } | { readonly ok: false; readonly reason: string };

/** What a view has of the page around it. */
export interface Page {
  /** Its life: whatever is registered there ends with the view. */
  readonly scope: Scope;
  /** Absent where there is no extension behind the page, as in a report. */
  readonly post?: (message: FromRenderer) => void;
  /** Shows clips in motion; absent where there is no extension that could read them. */
  readonly player?: Player;
  /** Whether the user trusts the workspace; without trust nothing may be started. */
  readonly trusted: boolean;
}

export interface OpenView<T> {
  /** Takes a new payload without starting over; false when it must start over. */
  readonly update?: (payload: T) => boolean;
  /** A message of the extension, unchecked. */
  readonly receive?: (message: unknown) => void;
}

/** One kind of output. */
export interface Kind<T> {
  /** As in the MIME type and in `data-hgl-NAME`. */
  readonly name: string;
  /** "confusion matrix": how a sentence calls it. */
  readonly words: string;
  /** The guard: nothing of the value reaches the view but the copy that this makes. */
  readonly check: (value: unknown) => Check<T>;
  /** Draws into `host`, which is empty. */
  readonly open: (host: HTMLElement, payload: T, page: Page) => OpenView<T>;
}

export interface Shown {
  /** Shows another payload in its place. */
  show(value: unknown): void;
  receive(message: unknown): void;
  /** Removes everything, observers and timers included. */
  dispose(): void;
}

type Around = Pick<Page, "post" | "trusted"> & {
  /** The API of another renderer of the page. */
  readonly rendererNamed?: (id: string) => Promise<RendererApi | undefined>;
};

export interface Renderer {
  /** Shows an untrusted payload in `element`, in place of what an earlier call showed there. Whatever fails shows a sentence. */
  render(element: HTMLElement, value: unknown, around?: Around): Shown;
  /** The entry point of a notebook renderer. */
  readonly activate: ActivationFunction;
  /** Shows a view in every element marked `data-hgl-NAME`, from the JSON script that follows it; an element is marked when done. */
  mountAll(root: ParentNode): void;
}

/** What surrounds every kind of output: the guard, the sentence in place of a blank, the life of views, messages. */
export function rendererOf<T>(kind: Kind<T>): Renderer {
  const open = new WeakMap<Element, Shown>();

  const render = (element: HTMLElement, value: unknown, around: Around = { trusted: true }): Shown => {
    open.get(element)?.dispose();
    const shown = new ShownView(kind, element, around, () => {
      if (open.get(element) === shown) open.delete(element);
    });
    open.set(element, shown);
    shown.show(value);
    return shown;
  };

  const activate = (context: RendererContext<unknown>) => {
    const outputs = new Map<string, { readonly element: HTMLElement; readonly shown: Shown }>();
    const around: Around = {
      trusted: context.workspace?.isTrusted ?? true,
      ...(context.postMessage ? { post: (message: FromRenderer) => context.postMessage!(message) } : {}),
      rendererNamed: (id) => context.getRenderer(id),
    };
    context.onDidReceiveMessage?.((message: unknown) => {
      for (const { shown } of outputs.values()) shown.receive(message);
    });
    return {
      renderOutputItem(item: OutputItem, element: HTMLElement): void {
        const value = jsonOf(item);
        const before = outputs.get(item.id);
        if (before?.element === element && element.hasChildNodes()) return before.shown.show(value);
        before?.shown.dispose();
        outputs.set(item.id, { element, shown: render(element, value, around) });
      },
      disposeOutputItem(id?: string): void {
        for (const one of id === undefined ? [...outputs.keys()] : [id]) {
          outputs.get(one)?.shown.dispose();
          outputs.delete(one);
        }
      },
    };
  };

  const mountAll = (root: ParentNode): void => {
    const mark = `data-hgl-${kind.name}`;
    for (const element of root.querySelectorAll<HTMLElement>(`[${mark}]:not([data-hgl-mounted])`)) {
      const script = element.parentElement?.querySelector(':scope > script[type="application/json"]');
      const value = parsed(() => JSON.parse(script?.textContent ?? "null") as unknown);
      // A payload the view refuses leaves the static picture in place beside the sentence that says why.
      if (kind.check(value).ok) element.dataset.hglMounted = "";
      render(element, value);
    }
  };

  return { render, activate, mountAll };
}

/** A report carries the bundle as a plain script, which mounts itself; a module, as the editor loads it, waits to be asked. */
export function mountWhenPlainScript({ mountAll }: Renderer): void {
  if (typeof document === "undefined" || !document.currentScript) return;
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", () => mountAll(document), { once: true });
  else mountAll(document);
}

class ShownView<T> implements Shown {
  private view: OpenView<T> | undefined;
  private scope: Scope | undefined;
  private note: HTMLElement | undefined;
  private player: Player | undefined;
  private disposed = false;

  constructor(
    private readonly kind: Kind<T>,
    private readonly element: HTMLElement,
    private readonly around: Around,
    private readonly gone: () => void,
  ) {}

  show(value: unknown): void {
    if (this.disposed) return;
    try {
      const check = this.kind.check(value);
      if (!check.ok) return this.fail(check.reason);
      if (this.view?.update?.(check.payload)) return;
      this.close();
      const scope = new Scope((error) => {
        if (this.scope === scope) this.fail(messageOf(error));
      });
      this.scope = scope;
      const host = make("div");
      scope.onEnd(() => host.remove());
      this.element.append(host);
      const { post, rendererNamed, trusted } = this.around;
      if (post && rendererNamed) this.player = new Player(scope, this.kind.name, post, rendererNamed);
      this.view = this.kind.open(host, check.payload, {
        scope,
        trusted,
        ...(post ? { post } : {}),
        ...(this.player ? { player: this.player } : {}),
      });
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  receive(message: unknown): void {
    try {
      if (!this.player?.receive(message)) this.view?.receive?.(message);
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  dispose(): void {
    this.disposed = true;
    this.close();
    this.gone();
  }

  private close(): void {
    this.scope?.end();
    this.note?.remove();
    this.scope = this.view = this.note = this.player = undefined;
  }

  private fail(reason: string): void {
    this.close();
    this.note = make("div", "hgl");
    const sentence = make("p", "hgl-error", `This ${this.kind.words} cannot be shown: ${reason.slice(0, 300)}.`);
    sentence.setAttribute("role", "alert");
    this.note.append(makeStyle(), sentence);
    this.element.append(this.note);
  }
}

/** Every view carries its style, so that none depends on another being on the page. */
export function makeStyle(own = ""): HTMLStyleElement {
  return make("style", "", BASE_STYLE + own);
}

function jsonOf(item: OutputItem): unknown {
  return parsed(() => item.json() as unknown);
}

/** Undefined, which no guard lets pass, for what is not JSON. */
function parsed(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
