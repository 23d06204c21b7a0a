import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ModelConfig } from "../../../../src/common/config";
import { declareHglnet } from "../../../../src/model/network/hglnet";
import { clips, evaluated, largest, learned, livelyState, part, smallNetwork } from "./smallNetwork";

/**
 * Parameters that cannot change a training loss: what is constant over a batch norm's values it removes, and what shifts all scores of one
 * query alike, softmax removes. In (E1) the norm over M·V·C removes the joint's own offset too.
 */
export function isInert(name: string, { gsm }: ModelConfig): boolean {
  if (/^stem\.(bias|position)$/.test(name)) return true;
  if (/\.(lse|residual|ltc\.reduce|ltc\.conv1|ltc\.conv2|gta\.out|gta\.value|gta\.key)\.bias$/.test(name)) return true;
  return gsm === "S+Q" && name.endsWith(".fpb.key.bias");
}

const VARIANTS: readonly Partial<ModelConfig>[] = [
  {},
  { cts: "gsm" },
  { cts: "lse" },
  { cts: "fixed" },
  { gsm: "S" },
  { gsm: "S+D" },
  { gsm: "S+Q" },
  { prior: "bones" },
  { prior: "bones", cts: "fixed" },
  { dht: "gta" },
  { dht: "ltc" },
  { gta: "per-joint" },
  { gta: "per-joint", dht: "gta", strides: [2, 2] },
  { gtaHeads: 2 },
  { reduction: 1 },
  { reduction: 64 },
  { lseGroups: 1 },
  { lseGroups: 16 },
  { kernel: 1 },
  { kernel: 7, dilations: [2, 3] },
  { dropout: 0.5 },
  { strides: [1, 1] },
  { widths: [32, 32] },
  { widths: [32, 16] },
];

describe("Every variant of HGLNet", () => {
  for (const changes of VARIANTS) {
    it(`learns with all it declares: ${JSON.stringify(changes)}`, async () => {
      const network = smallNetwork(changes);
      const { weights } = declareHglnet(network);
      const state = livelyState(declareHglnet(network));
      const x = clips(network, 3);
      const { logits } = await evaluated(network, state, x, 3);
      assert.ok(logits!.every(Number.isFinite));
      const { gradient, loss } = await learned(network, state, x, Int32Array.of(0, 1, 3));
      assert.ok(loss > 0 && Number.isFinite(loss));
      const scale = largest(gradient);
      const share = (name: string): number => largest(part(weights, gradient, name)) / scale;
      const silent = weights.filter(({ name }) => !isInert(name, network.config) && !(share(name) > 1e-4));
      assert.deepEqual(
        silent.map(({ name }) => `${name} ${share(name)}`),
        [],
      );
      const loud = weights.filter(({ name }) => isInert(name, network.config) && !(share(name) < 1e-5));
      assert.deepEqual(
        loud.map(({ name }) => `${name} ${share(name)}`),
        [],
      );
    });
  }
});
