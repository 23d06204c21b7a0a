import assert from "node:assert/strict";
import { test } from "node:test";
import { paletteFor, type Scheme } from "../../../src/figures/palette";
import { pt, themeFor } from "../../../src/figures/theme";
import { KINDS } from "./kinds";

/**
 * Severity 1.0 of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE TVCG 2009,
 * supplementary tables), for linear sRGB, in rows.
 */
const VISIONS = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
type Vision = readonly number[];
type Lab = readonly [lightness: number, a: number, b: number];

/** CIE L*a*b* (D65) of a colour as somebody sees it. */
function seen(hex: string, vision: Vision): Lab {
  const linear = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        linear.reduce((sum, value, i) => sum + vision[row + i]! * value, 0),
      ),
    ),
  ) as [number, number, number];
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76: about 2.3 can just be noticed side by side. */
const distance = (a: Lab, b: Lab): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, i) => items.slice(i + 1).map((other): [T, T] => [one, other]));
}

const SCHEMES: readonly Scheme[] = ["light", "dark"];
/** Least distances: of any two line colours, of any two of the first four, and of a line from its ground. */
const LEAST = { light: { any: 16, four: 16, ground: 35 }, dark: { any: 6, four: 12, ground: 60 } } as const;

test("the simulation is right: grey stays grey, red and green come together for two of three, blue and green for the third", () => {
  const share = (one: string, other: string, vision: Vision): number =>
    distance(seen(one, vision), seen(other, vision)) / distance(seen(one, VISIONS.usual), seen(other, VISIONS.usual));
  for (const [name, vision] of Object.entries(VISIONS)) {
    for (const grey of ["#000000", "#808080", "#ffffff"])
      assert.ok(distance(seen(grey, vision), seen(grey, VISIONS.usual)) < 1, `${name} ${grey}`);
    const redGreen = share("#c05040", "#708a2c", vision);
    const blueGreen = share("#0080c0", "#00905a", vision);
    assert.equal(redGreen < 0.6, name === "protanopia" || name === "deuteranopia", `${name}: ${redGreen}`);
    assert.equal(blueGreen < 0.6, name === "tritanopia", `${name}: ${blueGreen}`);
  }
});

for (const scheme of SCHEMES) {
  const { categorical, correct, confused, background } = paletteFor(scheme);
  const least = LEAST[scheme];

  for (const [name, vision] of Object.entries(VISIONS)) {
    test(`${scheme}, ${name}: line colours can be told apart, and from their ground`, () => {
      const lines = categorical.map((colour) => seen(colour, vision));
      for (const [one, other] of pairs(lines)) assert.ok(distance(one, other) >= least.any);
      for (const [one, other] of pairs(lines.slice(0, 4))) assert.ok(distance(one, other) >= least.four);
      for (const line of lines) assert.ok(distance(line, seen(background, vision)) >= least.ground);
    });

    test(`${scheme}, ${name}: each step of the ramps is told from the other ramp's, and stronger ones are further from the ground`, () => {
      const [yes, no] = [correct, confused].map((ramp) => ramp.map((colour) => seen(colour, vision)));
      yes!.forEach((step, i) => assert.ok(distance(step, no![i]!) >= 10, `step ${i}`));
      const ground = seen(background, vision)[0];
      for (const ramp of [yes!, no!])
        ramp.slice(1).forEach(([lightness], i) => {
          // Five steps of lightness can be seen in grey as well.
          assert.ok(Math.abs(lightness - ground) - Math.abs(ramp[i]![0] - ground) >= 3, `step ${i + 1}`);
        });
    });
  }

  test(`${scheme}: lines of one dash and points of one shape differ in lightness, so that seven are told apart in grey`, async () => {
    const theme = themeFor(scheme);
    const lightness = (colour: string): number => seen(colour, VISIONS.usual)[0];
    const drawn = await KINDS.curves["of seven"]!(pt(500), theme);
    const lines = new Map<string, string>();
    for (const [tag] of drawn.matchAll(/<path[^>]*>/g)) {
      const [colour, dash] = ["stroke", "stroke-dasharray"].map(
        (name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1],
      );
      if (colour && categorical.includes(colour)) lines.set(colour, dash ?? "");
    }
    assert.deepEqual([...lines.keys()].sort(), [...categorical].sort());
    for (const [[one, dash], [other, otherDash]] of pairs([...lines]))
      if (dash === otherDash) assert.ok(Math.abs(lightness(one) - lightness(other)) >= 10, `${one} and ${other}`);

    const points = await KINDS.complexity["of six and published ones"]!(pt(500), theme);
    const shapes = new Map<string, string>();
    for (const [, shape, colour] of points.matchAll(/<path[^>]* d="([^"]*)"[^>]* fill="([^"]*)"/g))
      if (categorical.includes(colour!)) shapes.set(colour!, shape!);
    assert.equal(shapes.size, 6);
    assert.equal(new Set(shapes.values()).size, 6);
  });
}
