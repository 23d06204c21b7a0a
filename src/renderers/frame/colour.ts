import type { Scope } from "./scope";

export type Rgb = readonly [number, number, number];

/** Reads what getComputedStyle gives for a colour ("rgb(1, 2, 3)", "rgba(…)", "color(srgb …)"); undefined for anything else. */
export function parseColour(text: string): Rgb | undefined {
  const numbers = text.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi)?.map(Number);
  if (!numbers || numbers.length < 3) return undefined;
  const [r, g, b] = numbers as [number, number, number];
  if (/^rgba?\(/.test(text)) return [r, g, b];
  if (/^color\(srgb /.test(text)) return [r * 255, g * 255, b * 255];
  return undefined;
}

/** A colour in any CSS notation, system colours included, as it comes out inside `root`. */
export function readColour(root: HTMLElement, notation: string): Rgb | undefined {
  const probe = document.createElement("span");
  probe.style.color = notation;
  root.append(probe);
  const colour = parseColour(getComputedStyle(probe).color);
  probe.remove();
  return colour;
}

/** Native controls (lists, ranges, check boxes) drawn light or dark as the ground is. */
export function followScheme(root: HTMLElement, scope: Scope): void {
  const follow = (): void => {
    const ground = readColour(root, "var(--hgl-ground)") ?? [255, 255, 255];
    root.style.colorScheme = luminance(ground) < 0.25 ? "dark" : "light";
  };
  follow();
  scope.onTheme(follow);
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

export function css([r, g, b]: Rgb): string {
  return `rgb(${Math.round(r)},${Math.round(g)},${Math.round(b)})`;
}

/** Relative luminance, 0 to 1 (WCAG 2). */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever reads better on the ground. */
export function inkOn(ground: Rgb): Rgb {
  return contrast(ground, [0, 0, 0]) >= contrast(ground, [255, 255, 255]) ? [0, 0, 0] : [255, 255, 255];
}

/** The colour moved towards the text's until it stands off the ground by `least`: 3 for shapes, 4.5 for small text (WCAG 2). */
export function readable(colour: Rgb, ground: Rgb, text: Rgb, least: number): Rgb {
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mix(colour, text, share);
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return text;
}

/** How strongly a value in [0, 1] is coloured: the root lifts rare confusions off the ground, and none is fainter than a seventh. */
export function strength(value: number): number {
  return value <= 0 ? 0 : 0.15 + 0.85 * Math.sqrt(Math.min(1, value));
}
