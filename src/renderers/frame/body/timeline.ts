import { make, makeChoice, makeSign, setText } from "../elements";
import { keepOwnKeys } from "../keys";
import type { Keys } from "../keys";
import { lessMotion } from "../scope";
import type { Scope } from "../scope";
import { SIGNS } from "../signs";
import { SPEEDS } from "./playback";
import type { Playback } from "./playback";
import { frameWords } from "./words";

/** The clock of a view with movement, and its row of controls: plays while the view is on screen, is scrubbed and stepped. */
export class Timeline {
  readonly element = make("div", "hglb-timeline");
  /** The scrubber, above whatever a view puts under it; its thumb moves from 7 px to 7 px within it. */
  readonly track = make("div", "hglb-track");
  readonly speed: HTMLLabelElement;
  /** For `answerKeys`. */
  readonly keys: Keys = {
    " ": () => this.setPlaying(!this.playback.playing),
    ",": () => this.step(-1),
    ".": () => this.step(1),
  };
  private readonly play = make("button", "hgl-button");
  private readonly scrub = make("input", "hglb-scrub");
  private readonly read = make("output", "hglb-frame");
  private readonly tick: () => void;
  private readonly drawSoon: () => void;
  private seen = false;

  /** `watched` must be seen for time to pass; `draw` is called when another frame is to be shown, and calls `show`. */
  constructor(
    scope: Scope,
    readonly playback: Playback,
    watched: HTMLElement,
    draw: () => void,
  ) {
    const { play, scrub, read } = this;
    this.drawSoon = scope.inNextFrame(draw);
    this.tick = scope.inNextFrame((time) => {
      if (playback.advance(time)) draw();
      if (playback.playing && this.seen) this.tick();
      else playback.rest();
    });
    play.type = "button";
    scrub.type = "range";
    scrub.min = "0";
    scrub.max = String(playback.length - 1);
    scrub.step = "1";
    scrub.setAttribute("aria-label", "Frame");
    const speed = makeChoice(
      "Speed",
      SPEEDS.map((value) => [String(value), `${value}×`]),
    );
    speed.select.value = "1";
    this.speed = speed.label;
    this.track.append(scrub);
    this.element.append(play, this.track, read);

    scope.on(play, "click", () => this.setPlaying(!playback.playing));
    scope.on(scrub, "input", () => this.goTo(Number(scrub.value)));
    scope.on(speed.select, "change", () => (playback.speed = Number(speed.select.value)));
    scope.onSeen(watched, (now) => {
      this.seen = now;
      if (now && playback.playing) this.tick();
    });
    keepOwnKeys(scope, [play, scrub, speed.select]);
  }

  /** Plays from now on, unless there is one frame or the user has asked for less motion. */
  start(): void {
    this.setPlaying(this.playback.length > 1 && !lessMotion());
  }

  setPlaying(playing: boolean): void {
    this.playback.playing = playing;
    this.play.replaceChildren(makeSign(playing ? SIGNS.pause : SIGNS.play), playing ? "Pause" : "Play");
    if (playing) this.tick();
  }

  /** Stands still at a frame. */
  goTo(frame: number): void {
    this.setPlaying(false);
    this.playback.goTo(frame);
    this.drawSoon();
  }

  /** Writes where the clock stands. */
  show(): void {
    const { frame, length, framesPerSecond } = this.playback;
    this.scrub.value = String(frame);
    this.scrub.style.setProperty("--hglb-at", `${(100 * frame) / Math.max(1, length - 1)}%`);
    const words = frameWords(frame, length, framesPerSecond);
    setText(this.read, words);
    this.scrub.setAttribute("aria-valuetext", words);
  }

  private step(by: number): void {
    this.setPlaying(false);
    this.playback.step(by);
    this.drawSoon();
  }
}
