import { utf8 } from "../files/bytes";
import type { ViewScripts } from "./html";
import type { ExportInput } from "./input";
import type { ExportTools, Paper } from "./pdf";

export type { ExportInput } from "./input";
export type { ExportTools, Paper } from "./pdf";

/** Formats of an exported notebook, by the ending of their files. */
export const EXPORT_FORMATS = ["html", "ipynb", "pdf"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What the formats need beside the notebook. */
export interface ExportParts {
  readonly scriptOf: ViewScripts;
  /** Asked for only where something must be set in type or painted. */
  readonly tools: () => ExportTools;
  readonly paper: Paper;
}

/** A notebook with its outputs as a file of a format, and the characters that stand as boxes in it. Equal input gives equal bytes. */
export async function renderExport(
  format: ExportFormat,
  input: ExportInput,
  { scriptOf, tools, paper }: ExportParts,
): Promise<{ readonly bytes: Uint8Array; readonly missing: readonly string[] }> {
  switch (format) {
    case "html": {
      const { toHtml } = await import("./html");
      return { bytes: utf8(await toHtml(input, scriptOf)), missing: [] };
    }
    case "ipynb": {
      const { toIpynb } = await import("./ipynb");
      return { bytes: utf8(await toIpynb(input)), missing: [] };
    }
    case "pdf": {
      const { toPdf } = await import("./pdf");
      return await toPdf(input, tools(), paper);
    }
  }
}
