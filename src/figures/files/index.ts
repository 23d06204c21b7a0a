import type { Animation } from "../animation";
import type { Certificate } from "../provenance";
import { fromUtf8, utf8 } from "./bytes";
import { certify } from "./certificate";
import type { Sha256 } from "./certificate";
import type { Frames } from "./gif";
import type { PngOptions } from "./png";
import type { FigureTools } from "./raster";
import { svgContainer } from "./svgFile";

export type { FigureTools } from "./raster";
export type { Sha256 } from "./certificate";

/** Formats of a still figure. */
export const FIGURE_FORMATS = ["svg", "pdf", "png"] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

export interface FigureFileOptions extends Partial<PngOptions> {
  readonly format: FigureFormat;
  /** The name of a PDF document; nothing of it is in the picture. */
  readonly title: string;
}

/**
 * A master drawing as a file of a format, its birth certificate inside. Equal input gives equal bytes.
 * @throws HglError "cell" for a resolution that cannot be had; RangeError for a drawing that a PDF cannot hold
 */
export async function figureFile(
  svg: string,
  options: FigureFileOptions,
  tools: FigureTools,
  certificate: Omit<Certificate, "content">,
  sha256: Sha256,
): Promise<Uint8Array> {
  return certify(await plainFile(withoutCertificate(svg), options, tools), certificate, sha256);
}

async function plainFile(
  svg: string,
  { format, title, dpi, ground }: FigureFileOptions,
  tools: FigureTools,
): Promise<Uint8Array> {
  switch (format) {
    case "svg":
      return utf8(svg);
    case "pdf": {
      const { svgToPdf } = await import("./pdf");
      return svgToPdf(svg, tools.fonts, { title });
    }
    case "png": {
      const { DPI, svgToPng } = await import("./png");
      return svgToPng(svg, tools, { dpi: dpi ?? DPI.usual, ...(ground === undefined ? {} : { ground }) });
    }
  }
}

/** Drawings for the screen carry theirs already. */
function withoutCertificate(svg: string): string {
  const taken = svgContainer.take(utf8(svg));
  return taken ? fromUtf8(taken.plain)! : svg;
}

/** An animation's frames as pixels, `scale` to a CSS px; as wide and high as even numbers of pixels. */
export async function paintedFrames(animation: Animation, tools: FigureTools, scale = 1): Promise<Frames> {
  const { svgToPixels } = await import("./raster");
  const width = 2 * Math.max(1, Math.round((animation.width * scale) / 2));
  return {
    count: animation.count,
    framesPerSecond: animation.framesPerSecond,
    frame: (index) => svgToPixels(animation.frame(index), width, tools),
  };
}
