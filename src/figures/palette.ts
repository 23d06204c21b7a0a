/**
 * Colours of every figure, for light and dark paper. Categorical: Okabe and Ito's set ("Color Universal Design", 2008), reordered so
 * that neighbours differ in lightness too; yellow is left out as a line colour on white. Sequential: two one-hue ramps of monotone
 * lightness, blue for recognised and orange for confused, which stay apart for every common colour vision and keep their order in grey.
 */
export type Scheme = "light" | "dark";

/** What a box of a diagram does. */
export const ROLES = ["plain", "spatial", "temporal", "text", "fusion"] as const;
export type Role = (typeof ROLES)[number];

/** Colours of a box: its own, that of a frame of its kind round several boxes, and that of both their outlines. */
export interface RoleColours {
  readonly fill: string;
  readonly ground: string;
  readonly line: string;
}

export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly rule: string;
  readonly categorical: readonly string[];
  /** Nine steps from almost the background to strongest. */
  readonly correct: readonly string[];
  readonly confused: readonly string[];
  /** Text inside cells of the weak and of the strong half of a ramp. */
  readonly inkOnWeak: string;
  readonly inkOnStrong: string;
  /** Fills darken from role to role on light paper and lighten on dark, in even steps, so that they stay apart in grey. */
  readonly roles: Readonly<Record<Role, RoleColours>>;
}

const LIGHT: Palette = {
  background: "#ffffff",
  text: "#1b1f24",
  muted: "#59636e",
  rule: "#d5dae0",
  categorical: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4d4d4d"],
  correct: ["#eaf2f9", "#d3e4f2", "#b5d2ea", "#8fbadd", "#659fce", "#3f83bd", "#2268a6", "#10508a", "#08386a"],
  confused: ["#fdeee0", "#fbdcc0", "#f8c497", "#f2a569", "#e88540", "#d56822", "#b44f14", "#8e3b0e", "#672a0a"],
  inkOnWeak: "#1b1f25",
  inkOnStrong: "#fffffe",
  roles: {
    plain: { fill: "#f3f5f7", ground: "#fafbfc", line: "#59636e" },
    spatial: { fill: "#d8e7f5", ground: "#f3f8fd", line: "#0072b2" },
    temporal: { fill: "#f9c9a1", ground: "#fef5ed", line: "#d55e00" },
    text: { fill: "#90d1b7", ground: "#eef9f4", line: "#009e73" },
    fusion: { fill: "#c79dba", ground: "#fbf3f8", line: "#8a4f78" },
  },
};

const DARK: Palette = {
  background: "#16191d",
  text: "#e8eaed",
  muted: "#a4adb7",
  rule: "#3a4149",
  categorical: ["#4aa8e0", "#ff8c3c", "#2bc79a", "#e3a0c4", "#f2b632", "#9ad4f5", "#bfbfbf"],
  correct: ["#1b2733", "#1e3347", "#22425f", "#28547b", "#316a9b", "#4282b8", "#619dcf", "#8dbbe1", "#c2ddf3"],
  confused: ["#2f231a", "#41291a", "#58321a", "#743e1a", "#944d1c", "#b66226", "#d67f40", "#eda673", "#fbd3b3"],
  inkOnWeak: "#e8eaee",
  inkOnStrong: "#0d1116",
  roles: {
    plain: { fill: "#22272c", ground: "#1b1f23", line: "#a4adb7" },
    spatial: { fill: "#1c3b57", ground: "#17222c", line: "#4aa8e0" },
    temporal: { fill: "#6c3d1b", ground: "#261d17", line: "#ff8c3c" },
    text: { fill: "#1f725a", ground: "#172520", line: "#2bc79a" },
    fusion: { fill: "#8c5379", ground: "#261c23", line: "#e3a0c5" },
  },
};

export function paletteFor(scheme: Scheme): Palette {
  return scheme === "dark" ? DARK : LIGHT;
}

/** Each light colour beside the dark one of the same role. */
export function colourPairs(): readonly (readonly [light: string, dark: string])[] {
  const pairs: [string, string][] = [];
  for (const role of ["background", "text", "muted", "rule", "inkOnWeak", "inkOnStrong"] as const)
    pairs.push([LIGHT[role], DARK[role]]);
  for (const role of ["categorical", "correct", "confused"] as const) {
    LIGHT[role].forEach((colour, i) => pairs.push([colour, DARK[role][i]!]));
  }
  for (const role of ROLES) {
    for (const part of ["fill", "ground", "line"] as const) {
      const [light, dark] = [LIGHT.roles[role][part], DARK.roles[role][part]];
      // Outlines are mostly colours that have a pair already.
      if (!pairs.some(([known]) => known === light)) pairs.push([light, dark]);
    }
  }
  return pairs;
}

/** CSS that recolours an inline SVG drawn in the light palette; attribute selectors, so that one drawing serves both schemes. */
export function darkRules(scope: string): string {
  return colourPairs()
    .map(([light, dark]) => `${scope} [fill="${light}"]{fill:${dark}}${scope} [stroke="${light}"]{stroke:${dark}}`)
    .join("\n");
}

/** A colour moved towards another by a share of the way; both and the result as "#rrggbb". */
export function mixHex(from: string, to: string, share: number): string {
  const channel = (at: number): string => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
