import { HglError } from "../common/errors";
import { mm } from "./theme";

const INCH = 25.4;
/** TeX's point, in which document classes set their columns, in millimetres. */
const TEX_POINT = INCH / 72.27;

/**
 * Widths that figures have on the page, in millimetres.
 *
 * - IEEE: 3.5 in and 7.16 in (IEEE Author Center, "Size requirements for graphics").
 * - Elsevier: 90, 140 and 190 mm for single, one-and-a-half and double column (Elsevier artwork instructions, "Sizing").
 * - CVPR, ICCV, WACV: cvpr.sty sets a text of 6.875 in with a gap of 5/16 in, so \columnwidth is 237.136 pt (3.281 in; the guidelines say 3¼).
 * - ACM: acmart in the format sigconf sets a text of 506.295 pt with a gap of 24 pt, so \columnwidth is 241.147 pt (3.337 in).
 */
const WIDTHS = {
  ieee: { column: 3.5 * INCH, page: 7.16 * INCH },
  elsevier: { column: 90, wide: 140, page: 190 },
  cvpr: { column: 3.28125 * INCH, page: 6.875 * INCH },
  acm: { column: ((506.295 - 24) / 2) * TEX_POINT, page: 506.295 * TEX_POINT },
} as const satisfies Record<string, Partial<Record<Columns, number>>>;

/** `wide` is one column and a half, which only Elsevier has. */
export type Columns = "column" | "wide" | "page";
export type Venue = keyof typeof WIDTHS;

export const VENUES = Object.keys(WIDTHS) as readonly Venue[];
export const COLUMNS: readonly Columns[] = ["column", "wide", "page"];

/** The columns that a venue has, narrowest first. */
export function columnsOf(venue: Venue): readonly Columns[] {
  return Object.keys(WIDTHS[venue]) as Columns[];
}

/** What a custom width may be, in millimetres: below nothing can be read, above nothing is printed. */
export const CUSTOM_WIDTH_MM = { least: 30, most: 500 } as const;

/**
 * The width of a figure in CSS px (96 to the inch): of a venue's column or page, or a width of one's own in millimetres.
 * @throws HglError "cell" where the venue has no such columns, or the own width is out of range
 */
export function widthOf(place: Venue | { readonly mm: number }, columns: Columns = "column"): number {
  if (typeof place === "object") {
    const { least, most } = CUSTOM_WIDTH_MM;
    if (place.mm >= least && place.mm <= most) return mm(place.mm);
    throw new HglError({
      code: "cell",
      what: `a figure cannot be ${place.mm} mm wide`,
      next: `choose ${least} to ${most} mm`,
    });
  }
  const widths: Partial<Record<Columns, number>> = WIDTHS[place];
  const width = widths[columns];
  if (width !== undefined) return mm(width);
  throw new HglError({
    code: "cell",
    what: `${place} has no figures as wide as "${columns}"`,
    next: `choose ${columnsOf(place).join(" or ")}`,
  });
}
