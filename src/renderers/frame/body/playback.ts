export const SPEEDS = [0.25, 0.5, 1, 1.5, 2] as const;

/** After a pause of the page (another tab, a long task) playing goes on where it was. */
const LONGEST_STEP_MS = 100;

/** Where the clips are. All play in step; the longest gives the length, and the others hold their last frame until it is over. */
export class Playback {
  playing = false;
  speed = 1;
  /** In frames, fractional, in [0, length). */
  private position = 0;
  private before: number | undefined;

  constructor(
    readonly length: number,
    readonly framesPerSecond: number,
  ) {}

  /** The frame shown, from 0. */
  get frame(): number {
    return Math.min(this.length - 1, Math.floor(this.position));
  }

  get seconds(): number {
    return this.frame / this.framesPerSecond;
  }

  /** Goes on to a time of the page's clock (ms), round the end; true when another frame is to be shown. */
  advance(time: number): boolean {
    const passed = this.before === undefined ? 0 : Math.min(LONGEST_STEP_MS, Math.max(0, time - this.before));
    this.before = time;
    const from = this.frame;
    if (this.playing)
      this.position = (this.position + (passed / 1000) * this.framesPerSecond * this.speed) % this.length;
    return this.frame !== from;
  }

  /** The time until the next `advance` does not count. */
  rest(): void {
    this.before = undefined;
  }

  /** Goes to a frame, kept within the clip. */
  goTo(frame: number): void {
    this.position = Math.min(this.length - 1, Math.max(0, Math.round(frame)));
  }

  /** One frame on or back, round the ends. */
  step(by: number): void {
    this.position = (((this.frame + by) % this.length) + this.length) % this.length;
  }
}

/** The frame that a clip shows while the longest is at `frame`. */
export function frameOf(clip: { readonly frames: number }, frame: number): number {
  return Math.min(frame, clip.frames - 1);
}
