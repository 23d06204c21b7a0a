import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { FigureFonts } from "./pdf";

/** What is shipped beside the code: the font and resvg's WebAssembly program. */
export interface FigureTools {
  readonly fonts: FigureFonts;
  readonly wasm: Uint8Array;
}

/** Pixels from the top left in rows, red, green, blue and opacity, not premultiplied. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

let ready: Promise<void> | undefined;

/**
 * Paints with resvg in WebAssembly and with one font, so that every machine gives the same pixels.
 * @param width in pixels; the height follows
 * @param ground a CSS colour; transparent unless told
 */
export async function paint<T>(
  svg: string,
  width: number,
  { fonts, wasm }: FigureTools,
  ground: string | undefined,
  use: (image: {
    readonly width: number;
    readonly height: number;
    readonly pixels: Uint8Array;
    asPng(): Uint8Array;
  }) => T,
): Promise<T> {
  // A module that once failed to start must not stop the next attempt.
  ready ??= initWasm(wasm).catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  await ready;
  const family = "Arimo";
  const drawing = new Resvg(svg, {
    fitTo: { mode: "width", value: width },
    font: {
      fontBuffers: Object.values(fonts) as Uint8Array[],
      defaultFontFamily: family,
      sansSerifFamily: family,
      serifFamily: family,
      monospaceFamily: family,
      cursiveFamily: family,
      fantasyFamily: family,
    },
    ...(ground === undefined ? {} : { background: ground }),
  });
  try {
    const image = drawing.render();
    try {
      return use(image);
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}

/** A drawing as pixels. */
export async function svgToPixels(svg: string, width: number, tools: FigureTools, ground?: string): Promise<Pixels> {
  return paint(svg, width, tools, ground, ({ width, height, pixels }) => ({ width, height, rgba: pixels.slice() }));
}
