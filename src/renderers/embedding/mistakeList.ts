import { make } from "../frame/elements";
import type { Scope } from "../frame/scope";
import type { Cloud } from "./cloud";

/** Mistakes that are listed; the points show all of them. */
const MOST_LISTED = 200;

/** The mistakes by name, each a button that points at its clip and plays it; nothing where there are none. */
export function mistakeList(
  scope: Scope,
  cloud: Cloud,
  pointAt: (point: number) => void,
  play: (point: number) => void,
): HTMLElement[] {
  const wrong = cloud.mistakes();
  if (wrong.length === 0) return [];
  const list = make("ul", "hgle-list hgle-mistakes");
  for (const point of wrong.slice(0, MOST_LISTED)) {
    const button = make("button", "", cloud.words(point));
    button.type = "button";
    scope.on(button, "click", () => {
      pointAt(point);
      play(point);
    });
    scope.on(button, "focus", () => pointAt(point));
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  const head = make("div", "hgle-head");
  const rest = wrong.length > MOST_LISTED ? `, the first ${MOST_LISTED}` : "";
  head.append(make("h4", "", `Mistakes (${wrong.length}${rest})`));
  return [head, list];
}
