import type { RunProvenance } from "../../../figures/provenance";
import type { renderSvg } from "../../../figures/svg";
import { codeVersion } from "../../version";

/** What a picture is of, where it stands, and the runs that it shows. */
export interface Pictured {
  /** Kind of figure: "confusion", "ablation", … */
  readonly figure: string;
  readonly title: string;
  readonly cell: string;
  readonly notebook: string;
  readonly runs: readonly RunProvenance[];
}

/** A specification as a still picture, which says which runs it shows. */
export async function stillPicture(
  spec: Parameters<typeof renderSvg>[0],
  { figure, title, cell, notebook, runs }: Pictured,
): Promise<string> {
  // With it comes vega, which nothing else needs.
  const svg = await import("../../../figures/svg");
  const { provenanceElement } = await import("../../../figures/provenance");
  const metadata = provenanceElement({ version: codeVersion(), notebook, cell, figure, runs });
  return await svg.renderSvg(spec, { title, idPrefix: `${figure}-${cell}`, metadata });
}
