import { randomStream, uniforms, type RandomStream } from "../../src/model/random";

const STREAM = 901;
const JOINTS = 25;
const VALUES = 3 * JOINTS;
/** Somebody who stands before the camera, metres from the middle of the spine: x to the side, y up, z away. */
// prettier-ignore
const STANDING = [
  0, -.3, 0,  0, 0, 0,  0, .38, 0,  0, .5, 0,  -.17, .27, 0,  -.21, .02, .03,  -.23, -.2, 0,  -.24, -.28, -.02,  .17, .27, 0,  .21, .02, .03,
  .23, -.2, 0,  .24, -.28, -.02,  -.08, -.3, 0,  -.1, -.7, .02,  -.11, -1.05, .05,  -.11, -1.1, -.07,  .08, -.3, 0,  .1, -.7, .02,
  .11, -1.05, .05,  .11, -1.1, -.07,  0, .3, 0,  -.24, -.35, -.03,  -.21, -.27, -.05,  .24, -.35, -.03,  .21, -.27, -.05,
];
/** How far a joint moves, against the hands. */
const REACH = [
  ...[0.15, 0.2, 0.25, 0.3, 0.25, 0.6, 0.9, 1, 0.25, 0.6, 0.9, 1],
  ...[0.15, 0.4, 0.5, 0.55, 0.15, 0.4, 0.5, 0.55, 0.25, 1, 1, 1, 1],
];

/** A recorded action, the same every time and different for every action. */
interface Action {
  readonly amplitude: Float32Array;
  readonly phase: Float32Array;
  readonly cycles: number;
}

const actions = new Map<number, Action>();
const jitter = table();

function table(): Float32Array {
  const random = randomStream({ seed: 1, stream: STREAM, epoch: 0, sample: 0, use: 0 });
  return Float32Array.from({ length: 4096 }, () => 0.004 * random.normal());
}

function actionOf(number: number): Action {
  let action = actions.get(number);
  if (!action) {
    const draws = new Float32Array(2 * VALUES + 1);
    uniforms(draws, { seed: 1, stream: STREAM, epoch: 0, sample: number, use: 1 });
    action = {
      amplitude: Float32Array.from(
        { length: VALUES },
        (_, i) => 0.35 * REACH[Math.floor(i / 3)]! * (2 * draws[i]! - 1),
      ),
      phase: Float32Array.from({ length: VALUES }, (_, i) => 2 * Math.PI * draws[VALUES + i]!),
      cycles: 1 + 3 * draws[2 * VALUES]!,
    };
    actions.set(number, action);
  }
  return action;
}

/** The numbers that decide about a recording and everybody in it. */
export function chanceOf(seed: number, sample: number): RandomStream {
  return randomStream({ seed, stream: STREAM, epoch: 0, sample, use: 2 });
}

/** Somebody who does an action before a camera; `joints` holds x, y, z of the 25 joints after each `at`. */
export class Performer {
  readonly joints = new Float32Array(VALUES);
  private readonly action: Action;
  private readonly size: number;
  private readonly place: readonly [x: number, y: number, z: number];
  private readonly turn: number;
  private readonly vigour: number;
  private readonly start: number;
  private noise: number;

  constructor(
    action: number,
    camera: number,
    second: boolean,
    private readonly chance: RandomStream,
  ) {
    this.action = actionOf(second ? action + 500 : action);
    this.size = 0.9 + 0.2 * chance.uniform();
    this.place = [(second ? 0.7 : 0) + 0.3 * chance.normal(), 0.1 * chance.normal(), 3 + 0.4 * chance.normal()];
    this.turn = ([0, Math.PI / 4, -Math.PI / 4][camera - 1] ?? 0) + (second ? Math.PI : 0) + 0.2 * chance.normal();
    this.vigour = 0.7 + 0.6 * chance.uniform();
    this.start = 0.3 * chance.uniform();
    this.noise = chance.int(jitter.length);
  }

  /** `share`: of the recording, 0 to 1. */
  at(share: number): void {
    const { joints, action, size, place } = this;
    const [cos, sin] = [Math.cos(this.turn), Math.sin(this.turn)];
    const angle = 2 * Math.PI * action.cycles * (share + this.start);
    this.noise = (this.noise + 97) % jitter.length;
    const own = (i: number): number =>
      size * (STANDING[i]! + this.vigour * action.amplitude[i]! * Math.sin(angle + action.phase[i]!)) +
      jitter[(this.noise + i) % jitter.length]!;
    for (let i = 0; i < VALUES; i += 3) {
      const [x, z] = [own(i), own(i + 2)];
      joints[i] = place[0] + cos * x + sin * z;
      joints[i + 1] = place[1] + own(i + 1);
      joints[i + 2] = place[2] - sin * x + cos * z;
    }
  }
}

/** A table that the camera takes for somebody: wider than high, and still. */
export function furniture(chance: RandomStream): Float32Array {
  const joints = new Float32Array(VALUES);
  for (let i = 0; i < VALUES; i += 3) {
    joints[i] = 1 + 0.6 * chance.uniform();
    joints[i + 1] = -0.5 + 0.1 * chance.uniform();
    joints[i + 2] = 3.5 + 0.2 * chance.uniform();
  }
  return joints;
}
