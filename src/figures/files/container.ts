import { gifContainer } from "./gifFile";
import { pdfContainer } from "./pdfFile";
import { pngContainer } from "./pngFile";
import { svgContainer } from "./svgFile";

/** A kind of file that can carry a line of text beside its drawing. For every drawing and text, `take(put(drawing, text))` gives both back. */
export interface Container {
  matches(bytes: Uint8Array): boolean;
  /** @param text of ASCII characters. @throws RangeError for bytes that are no whole file of this kind */
  put(plain: Uint8Array, text: string): Uint8Array;
  /** Null where there is no text, or the file is damaged before it. Never throws, whatever the bytes. */
  take(bytes: Uint8Array): Taken | null;
}

export interface Taken {
  readonly text: string;
  /** The file as it was before the text was put in. */
  readonly plain: Uint8Array;
}

export const FILE_FORMATS = ["svg", "pdf", "png", "gif"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export const CONTAINERS: Readonly<Record<FileFormat, Container>> = {
  svg: svgContainer,
  pdf: pdfContainer,
  png: pngContainer,
  gif: gifContainer,
};

/** What a file is by its first bytes, whatever its name; null for none of the four. */
export function formatOf(bytes: Uint8Array): FileFormat | null {
  return FILE_FORMATS.find((format) => CONTAINERS[format].matches(bytes)) ?? null;
}
