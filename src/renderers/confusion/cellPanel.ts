import { clipsInCell } from "../../common/payloads/confusionClips";
import type { ClipInCell } from "../../common/payloads/confusionClips";
import { printable } from "../../common/payloads/printable";
import type { Place } from "../frame/cells";
import { make } from "../frame/elements";
import { keepKeys } from "../frame/keys";
import type { Page } from "../frame/renderer";
import type { Grid } from "./grid";
import { clipButton, longList } from "./lists";

/** Clips that are played side by side when all of a cell are asked for. */
const TOGETHER = 4;

/** The clips of one cell of the matrix, each to be played where there is a player; one cell at a time. */
export class CellPanel {
  readonly element = make("section", "hglc-clips");
  private readonly playing = make("div");
  private returnTo: HTMLElement | undefined;

  constructor(
    private readonly grid: Grid,
    private readonly page: Page,
    /** Has the focus when the element that had it is gone. */
    private readonly home: HTMLElement,
  ) {
    this.element.tabIndex = -1;
    this.element.hidden = true;
    page.scope.on(this.element, "keydown", (event) => {
      if (event.key !== "Escape") return;
      keepKeys(event);
      this.close();
    });
  }

  open(place: Place): void {
    const { grid, element, page } = this;
    const { truth, predicted } = grid.pairAt(place);
    const clips = clipsInCell(grid.confusion, truth, predicted);
    const words = grid.subject(place);
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && !element.contains(focused)) this.returnTo = focused;
    page.player?.close();

    const head = make("div", "hgl-head");
    const shut = make("button", "hgl-button", "Close");
    shut.type = "button";
    shut.addEventListener(
      "click",
      page.scope.guarded(() => this.close()),
    );
    head.append(make("h4", "", words), shut);
    element.setAttribute("aria-label", `Clips: ${words}`);
    element.replaceChildren(head, ...this.content(clips, words), this.playing);
    element.hidden = false;
    element.focus({ preventScroll: true });
  }

  close(): void {
    const { element } = this;
    if (element.hidden) return;
    this.page.player?.close();
    const had = element.contains(document.activeElement);
    element.hidden = true;
    element.replaceChildren();
    if (had) (this.returnTo?.isConnected ? this.returnTo : this.home).focus({ preventScroll: true });
  }

  private content(clips: readonly ClipInCell[], words: string): HTMLElement[] {
    const { grid, page, playing } = this;
    if (!grid.confusion.clips)
      return [make("p", "", "Its clips are not named: the scores of the runs are not at hand.")];
    if (clips.length === 0) return [make("p", "", "No clip.")];
    const content: HTMLElement[] = [make("p", "hglc-note", `${clips.length} ${clips.length === 1 ? "clip" : "clips"}`)];
    const together = togetherFrom(clips);
    const { player } = page;
    if (player && together.length > 1) {
      const all = make("button", "hgl-button", `Play ${together.length} side by side`);
      all.type = "button";
      all.addEventListener(
        "click",
        page.scope.guarded(() => {
          const { from } = together[0]!;
          player.show(playing, words, { ...from, clips: together.map(({ id }) => id) });
        }),
      );
      content.push(all);
    }
    const items = longList(clips, (clip) => {
      const item = make("li");
      item.append(
        clipButton(clip.id, page, () =>
          player?.show(playing, `${words}: ${printable(clip.id)}`, { ...clip.from, clips: [clip.id] }),
        ),
      );
      const seeds = this.seeds(clip);
      if (seeds) item.append(make("small", "", seeds));
      return item;
    });
    content.push(items);
    return content;
  }

  /** "2 of 3 seeds"; nothing where there is only one. */
  private seeds({ hits, hitsBefore }: ClipInCell): string {
    const { evaluations, minus } = this.grid.confusion;
    if (!minus) return evaluations > 1 ? `${hits} of ${evaluations} seeds` : "";
    return `before ${hitsBefore} of ${minus.evaluations}, now ${hits} of ${evaluations}`;
  }
}

/** The first clips that one run can show together: of the run that has the first. */
function togetherFrom(clips: readonly ClipInCell[]): ClipInCell[] {
  const first = clips[0]!.from;
  return clips.filter(({ from }) => from.cell === first.cell && from.run === first.run).slice(0, TOGETHER);
}
