import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAttention, type AttentionPayload, type DecodedAttention } from "../../src/common/payloads/attention";
import { attentionStrip } from "../../src/figures/attentionStrip";
import { temporalAttention } from "../../src/figures/temporalAttention";
import { themeFor } from "../../src/figures/theme";
import { topology } from "../../src/figures/topology";
import { widthOf } from "../../src/figures/venue";
import { attentionPayload } from "../unit/renderers/attentionPayload";
import { assertGolden } from "./golden";

const SIZE = { window: 16, blocks: 3, bodies: 2, heads: 2 };
const column = widthOf("ieee");

function decoded(payload: AttentionPayload): DecodedAttention {
  const checked = checkAttention(payload);
  assert.ok(checked.ok, checked.ok ? "" : checked.reason);
  return checked.payload;
}

/** One subject alone, under a hostile name. */
function only(index: number): DecodedAttention {
  const payload = attentionPayload(SIZE);
  const subject = { ...payload.subjects[index]!, name: "<b>hostile</b>", label: "wave & <svg onload=x>" };
  return decoded({ ...payload, title: 'Where "it" looks <b>', subjects: [subject] });
}

const FIGURES: Record<string, () => string> = {
  "attention-strip.svg": () => attentionStrip(only(0), { width: column, scheme: "light", poses: 5 }),
  "attention-strip-screen.svg": () => attentionStrip(decoded(attentionPayload(SIZE))),
  "attention-strip-q-dark.svg": () => attentionStrip(only(0), { width: column, scheme: "dark", term: "Q", block: 1 }),
  "topology.svg": () => topology(only(3), { width: column }),
  "topology-difference.svg": () => topology(only(2), { width: column, term: "D", blocks: [2] }),
  "topology-names-dark.svg": () => topology(only(0), { width: widthOf("ieee", "page"), term: "Q", blocks: [1], theme: themeFor("dark") }), // prettier-ignore
  "temporal-attention.svg": () => temporalAttention(only(0), { width: column }),
  "temporal-attention-difference.svg": () => temporalAttention(only(2), { width: column, blocks: [3] }),
};

for (const [name, draw] of Object.entries(FIGURES))
  test(`${name} is drawn as committed`, () => {
    const svg = draw();
    assert.doesNotMatch(svg, /<b>|<svg onload|NaN|Infinity|undefined/);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
    assert.ok(sizes.length > 0 && Math.min(...sizes) >= 8, "no text is under 6 pt");
    assert.equal(svg, draw(), "equal payloads give equal bytes");
    assertGolden(name, svg);
  });

test("what a network does not have is refused, and what stands in for it is drawn", () => {
  const payload = only(3);
  const bones = { ...payload.subjects[0]!, maps: payload.subjects[0]!.maps.filter(({ term }) => term === "lse") };
  const alone = { ...payload, subjects: [bones] };
  assert.throws(() => topology(alone, { width: column, term: "Q" }), /no maps of the term Q; draw lse/);
  assert.throws(() => topology(payload, { width: column, blocks: [4] }), /there is no block 4; .* blocks 1 to 3/);
  assert.throws(() => temporalAttention(payload, { width: column }), /no attention over frames/);
  assert.match(topology(alone, { width: column }), /Weights of the bones/);
  assert.match(attentionStrip(payload), /No graphs over joints/, "there is no movement to draw them over");
});
