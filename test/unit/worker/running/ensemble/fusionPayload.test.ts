import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBase64, int16From } from "../../../../../src/common/payloads/base64";
import { checkFusion, MOST_PROBABILITIES, type FusionPayload } from "../../../../../src/common/payloads/fusion";
import type { ResolvedEnsemble } from "../../../../../src/notebook/resolve";
import { fusionPayload } from "../../../../../src/worker/running/ensemble/fusionPayload";

const MEMBERS = 3;
const cell: ResolvedEnsemble = {
  kind: "ensemble",
  id: "all",
  index: 0,
  needs: [],
  members: [],
  weights: "equal",
  streams: null,
};

/** Clips in the order of their names as NTU RGB+D has them: the class changes first. */
function payloadOf(sizes: readonly number[], classes: number): FusionPayload {
  const validation = sizes.map((size) => {
    const clips = Array.from({ length: size }, (_, clip) => `clip-${clip}`);
    const labels = Int32Array.from(clips, (_, clip) => clip % classes);
    const logits = new Float32Array(size * classes);
    const scores = Array.from({ length: MEMBERS }, (_, at) => ({
      name: `#${at}`,
      clips,
      classes,
      logits,
      by: "names" as const,
    }));
    return { tested: { clips, labels, classes }, scores };
  });
  const members = Array.from({ length: MEMBERS }, (_, at) => ({ name: `#${at}`, stream: null, runs: null, test: [] }));
  const none = new Int32Array(0);
  const all = { clips: [], labels: none, classes, names: [], members, fusions: sizes.length };
  const weights = sizes.map(() => members.map(() => 1 / MEMBERS));
  const row = { name: "all", members: [0, 1, 2], weights, evaluations: [], validation: null };
  return fusionPayload(cell, all, row, validation);
}

function labelsOf({ validation }: FusionPayload, fusion: number): Int16Array {
  return int16From(decodeBase64(validation!.fusions[fusion]!.labels, 2 * validation!.told)!);
}

test("clips that are too many are thinned out within each class, so that every class keeps its share", () => {
  const classes = 60;
  // Twice as many clips as fit: every second one would be of every second class.
  const size = 2 * classes * Math.floor(MOST_PROBABILITIES / (MEMBERS * classes) / classes);
  const payload = payloadOf([size], classes);
  const { told, clips } = payload.validation!;
  assert.ok(told < clips && told > clips / 2 - classes, `${told} of ${clips}`);
  const counts = new Int32Array(classes);
  for (const label of labelsOf(payload, 0)) counts[label]!++;
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join(" "));
  assert.ok(checkFusion(payload).ok);
});

test("where seeds hold out different numbers of clips, as many of each are told, and of how many is said", () => {
  const payload = payloadOf([40, 100], 10);
  const { told, clips } = payload.validation!;
  assert.deepEqual([told, clips], [40, 100]);
  for (const fusion of [0, 1])
    assert.deepEqual(
      [...new Set(labelsOf(payload, fusion))].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
});
