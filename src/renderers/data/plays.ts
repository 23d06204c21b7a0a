import { printable } from "../../common/payloads/printable";
import { make, makeSign } from "../frame/elements";
import type { Page } from "../frame/renderer";
import type { Scope } from "../frame/scope";
import { SIGNS } from "../frame/signs";

/** A button that is a sign alone; `words` are for screen readers and the tip. */
export function playSign(words: string, scope: Scope, play: () => void): HTMLElement {
  const button = make("button", "hgl-button hgl-icon");
  button.type = "button";
  button.title = words;
  button.setAttribute("aria-label", words);
  button.append(makeSign(SIGNS.play));
  button.addEventListener("click", scope.guarded(play));
  return button;
}

/** Clips without motion, by their ids, which play them where there is a player. */
export function stillClips(cell: string, still: readonly string[], { player, scope }: Page): HTMLElement {
  const box = make("details", "hgld-still");
  const one = still.length === 1;
  box.append(make("summary", "", one ? "The clip of one frame" : `All ${still.length} clips of one frame`));
  if (!player) {
    box.append(still.map(printable).join(", "));
    return box;
  }
  const list = make("ul");
  const playing = make("div");
  for (const id of still) {
    const button = make("button", "hgl-button", printable(id) || "unnamed clip");
    button.type = "button";
    button.prepend(makeSign(SIGNS.play));
    button.addEventListener(
      "click",
      scope.guarded(() => player.show(playing, printable(id), { cell, clips: [id] })),
    );
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  box.append(list, playing);
  return box;
}
