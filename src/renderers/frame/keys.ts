import type { Scope } from "./scope";

/** What each key does, by `KeyboardEvent.key`. */
export type Keys = Readonly<Record<string, () => void>>;

/** The keys that a control of ours answers do not go on to the editor's notebook, which has its own use for most of them. */
export function keepKeys(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Answers the keys pressed on the element itself, not on what stands in it; all others go on. */
export function answerKeys(scope: Scope, element: HTMLElement, keys: Keys): void {
  scope.on(element, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== element) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    keepKeys(event);
    action();
  });
}

/** Leaves the keys that buttons, lists and ranges answer by themselves to them, and not also to the notebook. */
export function keepOwnKeys(scope: Scope, controls: readonly HTMLElement[]): void {
  for (const control of controls)
    scope.on(control, "keydown", (event) => {
      if (/^(Arrow|Home|End|Page| |Enter)/.test(event.key)) event.stopPropagation();
    });
}
