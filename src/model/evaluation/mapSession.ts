import { CompiledProgram, type Arrays } from "../../engine";
import { declareHglnet, type NetworkShape } from "../network/hglnet";
import { evaluationProgram, inputShape, recorded } from "../train/programs";
import { bodiesIn, clipMaps, type MapState, type NetworkMap } from "./maps";

/** What a network made of one clip, and how. */
export interface ClipMaps {
  /** [classes] */
  readonly logits: Float32Array;
  readonly maps: readonly NetworkMap[];
}

/** A trained network that shows its maps, clip by clip. */
export class MapSession {
  /** Outputs are written over by the next clip's: D over all channels is large. */
  private outputs: Arrays = {};

  private constructor(
    private readonly network: NetworkShape,
    private readonly state: MapState,
    private readonly program: CompiledProgram,
  ) {}

  /** @param threads of the session; 0 is one per core */
  static async open(network: NetworkShape, state: MapState, threads: number): Promise<MapSession> {
    const program = await recorded(evaluationProgram(network, declareHglnet(network), 1, true));
    return new MapSession(network, state, await CompiledProgram.compile(program, "maps", { threads }));
  }

  /** @param x [1, M, 3, V, T] */
  async of(x: Float32Array): Promise<ClipMaps> {
    const size = inputShape(this.network, 1).reduce((a, b) => a * b, 1);
    if (x.length !== size) throw new RangeError(`a clip has ${size} values, not ${x.length}`);
    const { weights, statistics } = this.state;
    this.outputs = await this.program.run({ weights, statistics, x }, this.outputs);
    const bodies = bodiesIn(x, this.network);
    const maps = clipMaps(this.network, this.state, this.outputs, bodies);
    return { logits: this.outputs.logits!.slice(), maps };
  }

  async dispose(): Promise<void> {
    await this.program.dispose();
  }
}
