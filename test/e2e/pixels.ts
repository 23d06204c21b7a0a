import type { Locator } from "playwright-core";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** How many colours it has. */
  readonly colours: number;
  /** Two pictures with one mark are equal. */
  readonly mark: number;
}

/** What is drawn on a canvas now. */
export async function pictureOf(canvas: Locator): Promise<Picture> {
  return await canvas.evaluate((element) => {
    const drawn = element as HTMLCanvasElement;
    const { width, height } = drawn;
    const { data } = drawn.getContext("2d")!.getImageData(0, 0, width, height);
    const colours = new Set<number>();
    let mark = 0;
    for (let i = 0; i < data.length; i += 4) {
      const pixel = (data[i]! << 24) | (data[i + 1]! << 16) | (data[i + 2]! << 8) | data[i + 3]!;
      colours.add(pixel);
      mark = (Math.imul(mark, 31) + pixel) | 0;
    }
    return { width, height, colours: colours.size, mark };
  });
}
