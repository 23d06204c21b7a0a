import { HglError } from "../../common/errors";
import { withResolution } from "./pngFile";
import { paint } from "./raster";
import type { FigureTools } from "./raster";
import { svgSize } from "./svgSize";

export interface PngOptions {
  /** Dots to the inch; a drawing has 96 px to the inch. */
  readonly dpi: number;
  /** White unless told. */
  readonly ground?: "white" | "transparent";
}

/** Below nothing can be read, above nothing is printed. */
export const DPI = { least: 72, most: 1200, usual: 300 } as const;
/** Of a square figure as wide as a page at 1200 dots to the inch, and a little more. */
const MOST_PIXELS = 1e8;

/**
 * A drawing as a PNG of exactly its width in inches times `dpi` pixels, which says its resolution.
 * @throws HglError "cell" for a resolution out of range or a picture too large
 */
export async function svgToPng(
  svg: string,
  tools: FigureTools,
  { dpi, ground = "white" }: PngOptions,
): Promise<Uint8Array> {
  if (!(dpi >= DPI.least && dpi <= DPI.most))
    throw new HglError({
      code: "cell",
      what: `${dpi} dots per inch are out of range`,
      next: `choose ${DPI.least} to ${DPI.most}`,
    });
  const size = svgSize(svg);
  const [width, height] = [size.width, size.height].map((px) => Math.max(1, Math.round((px * dpi) / 96)));
  if (width! * height! > MOST_PIXELS)
    throw new HglError({
      code: "cell",
      what: `the picture would have ${width} x ${height} pixels`,
      next: "choose fewer dots per inch",
    });
  const png = await paint(svg, width!, tools, ground === "white" ? "white" : undefined, (image) => image.asPng());
  return withResolution(png, dpi);
}
