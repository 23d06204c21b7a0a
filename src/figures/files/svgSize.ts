/** CSS px in each unit of length that a drawing's size may have. */
const PX: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

/** The size that a drawing says it has, in CSS px. @throws RangeError when it says none */
export function svgSize(svg: string): { width: number; height: number } {
  const [root] = /<svg(?=[\s>])[^>]*>/.exec(svg) ?? [""];
  const [width, height] = ["width", "height"].map((name) => {
    const [, number, unit] = new RegExp(`\\s${name}="\\s*([0-9.]+)([a-z]*)\\s*"`).exec(root) ?? [];
    const px = Number(number) * (PX[unit ?? ""] ?? NaN);
    if (!(px > 0)) throw new RangeError(`the drawing has no ${name}`);
    return px;
  });
  return { width: width!, height: height! };
}
