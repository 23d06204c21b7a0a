import { checkConfusion } from "../../common/payloads/confusion";
import { STYLE } from "./style";
import { openView } from "./view";

const open = new WeakMap<Element, { dispose(): void }>();

/**
 * Shows a confusion matrix in `element`, in place of what an earlier call showed there. The payload is untrusted: one that does not pass
 * the guard, and any failure while drawing, shows a sentence instead of a matrix. `dispose` removes everything, observers included.
 */
export function render(element: HTMLElement, payload: unknown): { dispose(): void } {
  open.get(element)?.dispose();
  let close: () => void = () => undefined;
  const fail = (reason: string): void => {
    close();
    close = showError(element, reason);
  };
  try {
    const check = checkConfusion(payload);
    if (check.ok) close = openView(element, check.payload, (error) => fail(messageOf(error)));
    else fail(check.reason);
  } catch (error) {
    element.replaceChildren();
    fail(messageOf(error));
  }
  const handle = {
    dispose: () => {
      close();
      close = () => undefined;
      if (open.get(element) === handle) open.delete(element);
    },
  };
  open.set(element, handle);
  return handle;
}

/** Shows a matrix in every element marked `data-hgl-confusion`, from the JSON script that follows it; an element is marked when done. */
export function mountAll(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-hgl-confusion]:not([data-hgl-mounted])")) {
    const script = element.parentElement?.querySelector(':scope > script[type="application/json"]');
    let payload: unknown;
    try {
      payload = JSON.parse(script?.textContent ?? "null");
    } catch {
      payload = undefined;
    }
    // A payload the view refuses leaves the static picture in place beside the sentence that says why.
    if (checkConfusion(payload).ok) element.dataset.hglMounted = "";
    render(element, payload);
  }
}

function showError(element: HTMLElement, reason: string): () => void {
  const root = document.createElement("div");
  root.className = "hglc";
  const style = document.createElement("style");
  style.textContent = STYLE;
  const sentence = document.createElement("p");
  sentence.className = "hglc-error";
  sentence.setAttribute("role", "alert");
  sentence.textContent = `This confusion matrix cannot be shown: ${reason.slice(0, 300)}.`;
  root.append(style, sentence);
  element.append(root);
  return () => root.remove();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (typeof document !== "undefined") {
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", () => mountAll(document), { once: true });
  else mountAll(document);
}
