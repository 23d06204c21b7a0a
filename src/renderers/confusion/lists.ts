import { signed } from "../../common/payloads/confusionChange";
import { flipsOf } from "../../common/payloads/confusionClips";
import type { Flip } from "../../common/payloads/confusionClips";
import type { ConfusedPair } from "../../common/payloads/confusionOrder";
import { printable } from "../../common/payloads/printable";
import { make, makeSign } from "../frame/elements";
import type { Page } from "../frame/renderer";
import type { Scope } from "../frame/scope";
import { SIGNS } from "../frame/signs";
import { percent } from "../frame/words";
import type { Change } from "./change";
import type { Matrix } from "./matrix";

const PAIRS = 10;
/** Longer lists are cut: what is looked for is found by the search. */
const MOST_SHOWN = 200;

/** Classes that a search has found; undefined without one. */
type Found = ReadonlySet<number> | undefined;

/** A list that is never too long for the page; it says how many it leaves out. */
export function longList<T>(all: readonly T[], itemOf: (one: T) => HTMLElement): HTMLElement {
  const list = make("ul", "hglc-list");
  list.append(...all.slice(0, MOST_SHOWN).map(itemOf));
  if (all.length > MOST_SHOWN) list.append(make("li", "", `and ${all.length - MOST_SHOWN} more`));
  return list;
}

/** A clip by its id: a button that plays it where there is a player, its name where there is none. */
export function clipButton(id: string, { player, scope }: Page, play: () => void): HTMLElement {
  const name = printable(id) || "unnamed clip";
  if (!player) return make("span", "", name);
  const button = make("button", "hgl-button", name);
  button.type = "button";
  button.prepend(makeSign(SIGNS.play));
  button.addEventListener("click", scope.guarded(play));
  return button;
}

/** The most confused pairs; choosing one goes to its cell. */
export function pairItems(
  matrix: Matrix,
  found: Found,
  scope: Scope,
  choose: (pair: ConfusedPair) => void,
): HTMLElement[] {
  const items = matrix.pairs(PAIRS, found).map((pair) =>
    rowButton(
      String(pair.count),
      `${matrix.classes[pair.truth]!} → ${matrix.classes[pair.predicted]!}`,
      `${percent(pair.share)} of the class's clips`,
      scope.guarded(() => choose(pair)),
    ),
  );
  return items.length ? items : [make("li", "", "No clip was confused.")];
}

/** What became of each class, in the order drawn; choosing one goes to its own cell. */
export function changeItems(
  change: Change,
  found: Found,
  scope: Scope,
  choose: (pair: Pick<ConfusedPair, "truth" | "predicted">) => void,
): HTMLElement[] {
  const rows = change.changes().filter(({ index }) => !found || found.has(index));
  return rows.map(({ index, before, now, change: share, clips }) =>
    rowButton(
      before === null || now === null ? "–" : signed(100 * share),
      change.classes[index]!,
      before === null || now === null ? "no clips" : `${percent(before)} → ${percent(now)}, ${signed(clips)} clips`,
      scope.guarded(() => choose({ truth: index, predicted: index })),
    ),
  );
}

function rowButton(value: string, words: string, more: string, choose: () => void): HTMLElement {
  const button = make("button", "hglc-row");
  button.type = "button";
  const text = make("span", "", words);
  text.append(make("small", "", more));
  button.append(make("b", "", value), text);
  button.addEventListener("click", choose);
  const item = make("li");
  item.append(button);
  return item;
}

/** The clips that flipped, those lost first; null where clips are not told. */
export class FlipLists {
  readonly element = make("div", "hglc-flips");
  private readonly playing = make("div");
  private readonly flips;

  constructor(
    private readonly change: Change,
    private readonly page: Page,
  ) {
    this.flips = flipsOf(change.confusion);
  }

  list(found: Found): void {
    const { flips, element, change } = this;
    if (!flips) {
      element.replaceChildren(
        make("p", "hglc-note", "The clips are not named: the scores of the runs are not at hand."),
      );
      return;
    }
    const seeds = change.confusion.evaluations > 1 || (change.confusion.minus?.evaluations ?? 1) > 1;
    element.replaceChildren(
      this.group("Now wrong", flips.lost, found),
      this.group("Now right", flips.gained, found),
      ...(seeds
        ? [make("p", "hglc-note", "A clip counts as right where more than half of a cell's seeds recognise it.")]
        : []),
      this.playing,
    );
  }

  private group(title: string, all: readonly Flip[], found: Found): HTMLElement {
    const { change, page, playing } = this;
    const flips = all.filter(({ truth, before, now }) => !found || [truth, before, now].some((one) => found.has(one)));
    const box = make("details", "hglc-group");
    box.open = flips.length > 0;
    box.append(make("summary", "", `${title}: ${flips.length} ${flips.length === 1 ? "clip" : "clips"}`));
    const nameOf = (index: number): string => change.classes[index]!;
    const list = longList(flips, ({ id, truth, before, now, run }) => {
      const item = make("li");
      const words = now === truth ? `was taken for ${nameOf(before)}` : `is taken for ${nameOf(now)}`;
      const play = (): void => {
        const { cell } = change.confusion;
        page.player?.show(playing, `${nameOf(truth)}, ${words}: ${printable(id)}`, { cell, run, clips: [id] });
      };
      item.append(clipButton(id, page, play), make("small", "", `${nameOf(truth)} ${words}`));
      return item;
    });
    box.append(list);
    return box;
  }
}
