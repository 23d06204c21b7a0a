import { printable } from "../../common/payloads/printable";
import type { RunState } from "../../common/runRecord";
import { make, makeSign, setText } from "../frame/elements";
import type { Page } from "../frame/renderer";
import { SIGNS } from "../frame/signs";
import { percent } from "../frame/words";
import type { Run } from "./run";
import { progressWords, runName, speed, STATE_WORDS, testWords, time } from "./words";

const STATE_SIGNS: Record<RunState, keyof typeof SIGNS> = {
  new: "circle",
  queued: "clock",
  running: "play",
  interrupted: "pause",
  failed: "failed",
  done: "check",
};

/** The line of one run: state, progress, speed, time, scores; below it why it failed or stopped. */
export class RunLine {
  readonly element = make("li", "hglt-run");
  private readonly state = make("span", "hglt-state");
  private readonly stateWord = make("span");
  private readonly track = make("div", "hglt-track");
  private readonly fill = make("div", "hglt-fill");
  private readonly progress = make("span", "hglt-progress");
  private readonly speed = make("span", "hglt-number");
  private readonly time = make("span", "hglt-number");
  private readonly best = make("span", "hglt-number");
  private readonly test = make("span", "hglt-number hglt-test");
  private readonly message = make("p", "hglt-message");
  private shownState: RunState | undefined;

  constructor(
    run: Run,
    { scope, post }: Page,
    private readonly lit: (lit: boolean) => void,
  ) {
    const { folder } = run.facts;
    const name = runName(run.facts);
    this.state.append(makeSign(SIGNS.circle), make("span", "hglt-seed", name), this.stateWord);
    this.track.setAttribute("role", "progressbar");
    this.track.setAttribute("aria-label", `Training of ${name}`);
    this.track.setAttribute("aria-valuemin", "0");
    this.track.setAttribute("aria-valuemax", "100");
    this.track.append(this.fill);
    this.element.append(this.state, this.track, this.progress, this.speed, this.time, this.best, this.test);
    if (post) {
      const open = make("button", "hgl-button hgl-icon");
      open.type = "button";
      open.title = "Open run folder";
      open.setAttribute("aria-label", `Open run folder of ${name}`);
      open.append(makeSign(SIGNS.folder));
      scope.on(open, "click", () => post({ type: "openRunFolder", folder }));
      this.element.append(open);
    } else this.element.append(make("span"));
    this.element.append(this.message);
    for (const [type, on] of [
      ["pointerenter", true],
      ["focusin", true],
      ["pointerleave", false],
      ["focusout", false],
    ] as const)
      scope.on(this.element, type, () => this.lit(on));
    this.update(run);
  }

  update(run: Run): void {
    const { facts, best } = run;
    if (facts.state !== this.shownState) {
      this.shownState = facts.state;
      this.element.dataset.state = facts.state;
      this.state.firstElementChild!.replaceWith(makeSign(SIGNS[STATE_SIGNS[facts.state]]));
      setText(this.stateWord, STATE_WORDS[facts.state]);
    }
    const percentage = Math.floor(100 * run.share);
    this.fill.style.width = `${100 * run.share}%`;
    this.track.setAttribute("aria-valuenow", String(percentage));
    this.track.setAttribute("aria-valuetext", `${percentage} %, ${progressWords(facts)}`);
    setText(this.progress, progressWords(facts));
    setText(this.speed, facts.state === "running" ? speed(facts.clipsPerSecond) : "");
    setText(this.time, time(facts));
    setText(this.best, best ? `best validation ${percent(best.top1)}` : "");
    this.best.title = best ? `after epoch ${best.epoch}` : "";
    setText(this.test, facts.test === null ? "" : testWords(facts, facts.test));
    const message = facts.state === "failed" || facts.state === "interrupted" ? printable(facts.message ?? "") : "";
    setText(this.message, message);
    this.message.hidden = message === "";
  }
}
