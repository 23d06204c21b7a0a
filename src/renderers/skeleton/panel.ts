import type { SkeletonMotion } from "../../common/payloads/skeleton";
import { printable } from "../../common/payloads/printable";
import type { Motion } from "../frame/body/motion";
import { frameOf } from "../frame/body/playback";
import { jointAt } from "../frame/body/spots";
import { spaced, verdict } from "../frame/body/words";
import { make, makeSign, setText } from "../frame/elements";
import type { Scope } from "../frame/scope";
import { SIGNS } from "../frame/signs";
import { Surface } from "../frame/surface";
import { Painter } from "./paint";
import type { Bones, Picture } from "./paint";
import { place } from "./words";

/** One clip: its picture, what it is, what it was taken for, and a joint's place. */
export class Panel {
  readonly element = make("figure", "hgls-clip");
  private readonly surface: Surface;
  private readonly painter: Painter;
  private readonly tip = make("div", "hglb-tip");
  private readonly length = make("span");
  private readonly reading = make("p", "hgls-reading");
  private pointer: { readonly x: number; readonly y: number } | null = null;
  /** The frame in the picture. */
  private shown = 0;

  constructor(
    scope: Scope,
    private readonly payload: SkeletonMotion,
    index: number,
    private readonly motion: Motion,
    bones: Bones,
  ) {
    const clip = payload.clips[index]!;
    this.painter = new Painter(motion, bones);
    this.surface = new Surface(scope);
    const { canvas } = this.surface;

    const label = printable(clip.label) || "unnamed class";
    const seen = verdict(clip.label, clip.predicted);
    canvas.setAttribute("role", "img");
    canvas.setAttribute(
      "aria-label",
      `Clip ${printable(clip.id)}: ${label}${seen ? `, ${seen.words}` : ""}, ${clip.frames} frames, ${clip.bodies} ${clip.bodies === 1 ? "body" : "bodies"}`,
    );
    const stage = make("div", "hgls-stage");
    this.tip.hidden = true;
    stage.append(canvas, this.tip);
    const caption = make("figcaption");
    caption.append(make("b", "", label));
    if (seen) {
      const line = make("span", seen.right ? "hgls-right" : "hgls-wrong");
      line.append(makeSign(seen.right ? SIGNS.check : SIGNS.cross), seen.words);
      caption.append(line);
    }
    const facts = make("small");
    facts.append(`${printable(clip.id)} · `, this.length);
    caption.append(facts);
    this.reading.hidden = true;
    caption.append(this.reading);
    this.element.append(stage, caption);
    scope.on(stage, "pointermove", (event) => {
      const box = canvas.getBoundingClientRect();
      this.pointer = event.buttons === 0 ? { x: event.clientX - box.left, y: event.clientY - box.top } : null;
      this.point();
    });
    scope.on(stage, "pointerleave", () => {
      this.pointer = null;
      this.point();
    });
  }

  get width(): number {
    return this.surface.canvas.clientWidth;
  }

  /** Draws the frame that this clip shows while the longest is at `picture.frame`. */
  draw(picture: Omit<Picture, "width">): void {
    const width = this.width;
    if (width === 0) return;
    const frame = frameOf(this.motion, picture.frame);
    this.shown = frame;
    this.painter.paint(this.surface.clear(width, picture.height), { ...picture, width, frame });
    const over = picture.frame > frame;
    setText(this.length, over ? `${this.motion.frames} frames, ended` : `${this.motion.frames} frames`);
    this.element.classList.toggle("hgls-over", over);
    this.point();
    this.reading.hidden = picture.marked < 0;
    if (picture.marked >= 0) setText(this.reading, this.whereIs(frame, picture.marked));
  }

  private whereIs(frame: number, joint: number): string {
    const { motion } = this;
    const places = Array.from({ length: motion.bodies }, (_, body) =>
      motion.present(frame, body)
        ? place(
            motion.metres(frame, body, joint, 0),
            motion.metres(frame, body, joint, 1),
            motion.metres(frame, body, joint, 2),
          )
        : "absent",
    );
    return places.join(" · ");
  }

  private point(): void {
    const { pointer, tip, motion } = this;
    const found = pointer && jointAt(this.painter.spots, pointer.x, pointer.y);
    tip.hidden = !found;
    if (!found || !pointer) return;
    const { body, joint } = found;
    const spot = this.painter.spots[body]![joint]!;
    const name = spaced(this.payload.joints[joint]!) || `joint ${joint + 1}`;
    const where = place(
      motion.metres(this.shown, body, joint, 0),
      motion.metres(this.shown, body, joint, 1),
      motion.metres(this.shown, body, joint, 2),
    );
    setText(tip, `${name}${motion.bodies > 1 ? ` (body ${body + 1})` : ""}\n${where}`);
    const beside = spot.x < this.width / 2 ? spot.x + 12 : spot.x - 12 - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(this.width - tip.offsetWidth, beside))}px`;
    tip.style.top = `${Math.max(0, spot.y - 18)}px`;
  }
}
