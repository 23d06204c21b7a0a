import { CompiledProgram } from "../../engine";
import { declareHglnet, type NetworkShape } from "../network/hglnet";
import { evaluationProgram, inputShape, recorded } from "../train/programs";
import type { MapState } from "./maps";

/** The pooled feature that the classifier sees, and what it makes of it. */
export interface Features {
  /** [count, C] */
  readonly features: Float32Array;
  /** [count, classes] */
  readonly logits: Float32Array;
}

/** A trained network in evaluation that keeps the pooled feature and no other map. */
export class FeatureSession {
  private constructor(
    private readonly network: NetworkShape,
    private readonly state: MapState,
    /** N, clips in a batch. */
    private readonly batch: number,
    private readonly program: CompiledProgram,
  ) {}

  /** @param threads of the session; 0 is one per core */
  static async open(network: NetworkShape, state: MapState, batch: number, threads: number): Promise<FeatureSession> {
    const build = evaluationProgram(network, declareHglnet(network), batch, new Set(["feature"]));
    const program = await CompiledProgram.compile(await recorded(build), "features", { threads });
    return new FeatureSession(network, state, batch, program);
  }

  /** @param x [N, M, 3, V, T], of which the first `count` clips matter */
  async of(x: Float32Array, count: number): Promise<Features> {
    const size = inputShape(this.network, this.batch).reduce((a, b) => a * b, 1);
    if (x.length !== size) throw new RangeError(`a batch has ${size} values, not ${x.length}`);
    const { weights, statistics } = this.state;
    const { feature, logits } = await this.program.run({ weights, statistics, x });
    const { config, classes } = this.network;
    return { features: feature!.slice(0, count * config.widths.at(-1)!), logits: logits!.slice(0, count * classes) };
  }

  async dispose(): Promise<void> {
    await this.program.dispose();
  }
}
