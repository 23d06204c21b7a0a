import type { DecodedAttention } from "../../common/payloads/attention";
import { fittingDistance } from "../frame/body/camera";
import { gridFor, paintGround, placing } from "../frame/body/ground";
import type { Motion } from "../frame/body/motion";
import { Orbit } from "../frame/body/orbit";
import { jointAt, paintBones, paintMark, Spots } from "../frame/body/spots";
import { css } from "../frame/colour";
import { make } from "../frame/elements";
import { fit } from "../frame/fit";
import type { Scope } from "../frame/scope";
import { Surface } from "../frame/surface";
import { arcAt, arcsOf, paintArcs, paintRim } from "./arcs";
import type { Arc } from "./arcs";
import type { Colours } from "./colours";
import type { Edge } from "./grid";
import { colourOf, levelOf } from "./scale";
import type { Scale } from "./scale";
import { jointName } from "./words";

/** What a user points at: a weight, or a joint with all its weights. */
export type Pointed = { readonly edge: Pick<Edge, "to" | "from"> } | { readonly joint: number };

export interface BodyPicture {
  readonly height: number;
  readonly frame: number;
  readonly colours: Colours;
  readonly scale: Scale;
  readonly edges: readonly Edge[];
  /** The body that the map is about, null for every body. */
  readonly body: number | null;
  /** A weight to bring out, though it be too weak to be among the edges. */
  readonly edge: Edge | null;
  /** A joint whose edges alone are brought out. */
  readonly joint: number | null;
  /** Other frames of the body to show behind it, with their attention. */
  readonly ghosts: readonly { readonly frame: number; readonly value: number }[];
}

/** The moving body with the weights between its joints. */
export class BodyView {
  readonly element = make("div", "hgla-stage hglb-stage");
  readonly orbit: Orbit;
  private readonly surface: Surface;
  private motion: Motion | undefined;
  private spots: Spots | undefined;
  private behind: Spots | undefined;
  private arcs: readonly Arc[] = [];

  constructor(
    scope: Scope,
    private readonly payload: Pick<DecodedAttention, "joints" | "parents">,
    looked: () => void,
    pointed: (at: Pointed | null) => void,
  ) {
    const { element } = this;
    this.surface = new Surface(scope);
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute("aria-roledescription", "moving body");
    element.append(this.surface.canvas);
    this.orbit = new Orbit(scope, element, looked);
    scope.on(element, "pointermove", (event) => pointed(event.buttons === 0 ? this.at(event) : null));
    scope.on(element, "pointerleave", () => pointed(null));
  }

  /** Shows another movement from now on. */
  take(motion: Motion): void {
    if (motion === this.motion) return;
    this.motion = motion;
    this.spots = new Spots(motion);
    this.behind = new Spots(motion);
  }

  draw(picture: BodyPicture): void {
    const { motion, spots } = this;
    const width = this.element.clientWidth;
    if (!motion || !spots || width === 0) return;
    const { height, colours, scale, edge } = picture;
    const context = this.surface.clear(width, height);
    const distance = fittingDistance(motion.rings, Math.max(0.2, width / height));
    const place = placing(motion, this.orbit.camera, distance, width, height);
    context.lineCap = context.lineJoin = "round";
    paintGround(context, motion, place, gridFor(motion.radius), colours.grid);
    for (const ghost of picture.ghosts) {
      this.behind!.put(ghost.frame, place);
      const level = levelOf(scale, ghost.value);
      const colour = css(colourOf(colours.ramp, Math.sign(level) * Math.max(0.45, Math.abs(level))));
      paintBones(
        context,
        this.shown(this.behind!, picture.body),
        this.payload.parents,
        () => colour,
        colours.ground,
        0.7,
      );
    }
    spots.put(picture.frame, place);
    const boneOf = (body: number): string =>
      picture.body === null || picture.body === body ? colours.bone : colours.otherBone;
    paintBones(context, spots.bodies, this.payload.parents, boneOf, colours.ground, 0.75);
    this.arcs = arcsOf(picture.edges, spots.bodies, picture.body);
    const apart = (arc: Arc): boolean =>
      edge
        ? arc.edge.to !== edge.to || arc.edge.from !== edge.from
        : picture.joint !== null && arc.edge.to !== picture.joint && arc.edge.from !== picture.joint;
    paintArcs(context, this.arcs, scale, colours, apart);
    if (picture.joint !== null) {
      paintMark(context, this.shown(spots, picture.body), picture.joint, colours.focus);
      this.nameJoints(context, [picture.joint], picture);
    }
    if (!edge) return;
    const brought = arcsOf([edge], spots.bodies, picture.body);
    for (const arc of brought) paintRim(context, arc, scale, colours.focus);
    paintArcs(context, brought, scale, colours, () => false);
    this.nameJoints(context, [...new Set([edge.from, edge.to])], picture);
  }

  private shown(spots: Spots, only: number | null): Spots["bodies"] {
    return only === null ? spots.bodies : spots.bodies.map((one, body) => (body === only ? one : []));
  }

  /** Names beside joints, away from the middle of the picture and from one another. */
  private nameJoints(context: CanvasRenderingContext2D, joints: readonly number[], picture: BodyPicture): void {
    const { colours } = picture;
    context.font = colours.font;
    context.textBaseline = "middle";
    context.lineWidth = 4;
    context.strokeStyle = colours.ground;
    context.fillStyle = colours.text;
    for (const spots of this.shown(this.spots!, picture.body)) {
      if (spots.length === 0) continue;
      const middle = spots.reduce((sum, { x }) => sum + x, 0) / spots.length;
      const taken: number[] = [];
      for (const joint of joints) {
        const { x, y } = spots[joint]!;
        const name = fit(context, jointName(this.payload, joint), 140);
        const long = context.measureText(name).width + 14;
        // To the outside of the body, unless the picture ends there.
        const right = x >= middle ? x + long <= this.surface.width || x < long : x < long;
        const at = taken.some((other) => Math.abs(other - y) < 13) ? y + 14 : y;
        taken.push(at);
        context.textAlign = right ? "left" : "right";
        context.strokeText(name, x + (right ? 12 : -12), at);
        context.fillText(name, x + (right ? 12 : -12), at);
      }
    }
  }

  private at(event: MouseEvent): Pointed | null {
    const box = this.surface.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    // A joint is the smaller thing, and edges meet there.
    const joint = this.spots && jointAt(this.spots.bodies, x, y, 7);
    if (joint) return { joint: joint.joint };
    const arc = arcAt(this.arcs, x, y);
    return arc && { edge: arc.edge };
  }
}
