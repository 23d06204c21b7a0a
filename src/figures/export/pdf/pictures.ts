import { fromUtf8 } from "../../files/bytes";
import { POINTS_PER_PX } from "../../files/pdf";
import { svgToPixels, type FigureTools } from "../../files/raster";
import { svgSize } from "../../files/svgSize";
import { dataAddress } from "../../page/base64";
import type { Picture } from "../input";
import type { Column, Sheet } from "./sheet";

/** A picture's longer side in pixels: as many as print at 300 dots to the inch across a page. */
const MOST_PIXELS = 2400;

/** A picture as a page can hold it: a drawing, a JPEG file, or pixels in rows from the top left, red, green, blue; or why there is none. */
export type DrawablePicture =
  | { readonly form: "drawing"; readonly svg: string; readonly width: number; readonly height: number }
  | { readonly form: "jpeg"; readonly bytes: Uint8Array; readonly width: number; readonly height: number }
  | { readonly form: "pixels"; readonly rgb: Uint8Array; readonly width: number; readonly height: number }
  | { readonly form: "none"; readonly why: string };
type Drawing = Exclude<DrawablePicture, { form: "none" }>;

/** Space between pictures side by side, points. */
const BETWEEN = 14;

/** The size that a picture is drawn in, points: its own, or as wide as the column and as high as a page. */
export function sizeOnPaper({ width, height }: Size, sheet: Sheet, column: Column): Size {
  const scale = Math.min(POINTS_PER_PX, column.width / width, sheet.pageHeight / height);
  return { width: width * scale, height: height * scale };
}

/** Draws pictures, side by side where they fit. What a page cannot hold is told to `failed` in its place. */
export function drawPictures<P extends { readonly picture: DrawablePicture }>(
  sheet: Sheet,
  pictures: readonly P[],
  column: Column,
  failed: (one: P) => void,
): void {
  let row: { readonly one: P; readonly picture: Drawing; readonly size: Size }[] = [];
  let used = 0;
  const endRow = (): void => {
    const high = Math.max(0, ...row.map(({ size }) => size.height));
    if (row.length > 0) sheet.room(high);
    let x = column.x;
    const lost: P[] = [];
    for (const { one, picture, size } of row) {
      if (!draw(sheet, picture, x, size)) lost.push(one);
      x += size.width + BETWEEN;
    }
    if (lost.length < row.length) {
      sheet.y += high;
      sheet.gap(8);
    }
    lost.forEach(failed);
    row = [];
    used = 0;
  };
  for (const one of pictures) {
    const { picture } = one;
    if (picture.form === "none") {
      endRow();
      failed(one);
      continue;
    }
    const size = sizeOnPaper(picture, sheet, column);
    if (used + size.width > column.width + 0.01) endRow();
    row.push({ one, picture, size });
    used += size.width + BETWEEN;
  }
  endRow();
}

/** False where the drawing has something that a PDF cannot hold. */
function draw(sheet: Sheet, picture: Drawing, x: number, { width, height }: Size): boolean {
  const { document, y } = sheet;
  switch (picture.form) {
    case "drawing":
      try {
        sheet.svg(picture.svg, x, width, height);
      } catch {
        return false;
      }
      break;
    case "jpeg":
      document.image(picture.bytes, x, y, { width, height });
      break;
    case "pixels": {
      const image = document.ref({
        Type: "XObject",
        Subtype: "Image",
        Width: picture.width,
        Height: picture.height,
        ColorSpace: "DeviceRGB",
        BitsPerComponent: 8,
      });
      image.end(picture.rgb);
      const name = `P${Object.keys(document.page.xobjects).length + 1}`;
      document.page.xobjects[name] = image;
      // The page's own axis points down, an image's up.
      const matrix = [width, 0, 0, -height, x, y + height].map((one) => Number(one.toFixed(3)));
      document
        .save()
        .addContent(`${matrix.join(" ")} cm /${name} Do`)
        .restore();
    }
  }
  return true;
}

/** Makes a file drawable: PNG and GIF are painted on white, since a page knows neither. */
export async function drawable(picture: Picture, tools: FigureTools): Promise<DrawablePicture> {
  if (!picture.ok) return { form: "none", why: picture.why };
  const { type, bytes } = picture;
  try {
    if (type === "image/svg+xml") {
      const svg = fromUtf8(bytes) ?? "";
      return { form: "drawing", svg, ...svgSize(svg) };
    }
    const size = type === "image/jpeg" ? jpegSize(bytes) : type === "image/png" ? pngSize(bytes) : gifSize(bytes);
    if (!size) return { form: "none", why: "it is damaged" };
    if (type === "image/jpeg") return { form: "jpeg", bytes, ...size };
    const scale = Math.min(1, MOST_PIXELS / Math.max(size.width, size.height));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><image width="${size.width}" height="${size.height}" href="${dataAddress(type, bytes)}"/></svg>`;
    const pixels = await svgToPixels(svg, Math.max(1, Math.round(size.width * scale)), tools, "white");
    const rgb = new Uint8Array(3 * pixels.width * pixels.height);
    for (let i = 0, j = 0; j < rgb.length; i += 4, j += 3) rgb.set(pixels.rgba.subarray(i, i + 3), j);
    return { form: "pixels", rgb, width: pixels.width, height: pixels.height };
  } catch {
    return { form: "none", why: "it cannot be drawn" };
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

function pngSize(bytes: Uint8Array): Size | null {
  return bytes.length < 24 ? null : sound(big(bytes, 16, 4), big(bytes, 20, 4));
}

function gifSize(bytes: Uint8Array): Size | null {
  return bytes.length < 10 ? null : sound(bytes[6]! | (bytes[7]! << 8), bytes[8]! | (bytes[9]! << 8));
}

/** From the first frame header (ITU T.81, B.2.2). */
function jpegSize(bytes: Uint8Array): Size | null {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sound(big(bytes, at + 7, 2), big(bytes, at + 5, 2));
    at += 2 + big(bytes, at + 2, 2);
  }
  return null;
}

function big(bytes: Uint8Array, at: number, count: number): number {
  return bytes.subarray(at, at + count).reduce((value, byte) => value * 256 + byte, 0);
}

function sound(width: number, height: number): Size | null {
  return width > 0 && height > 0 && width * height <= 1e8 ? { width, height } : null;
}
