import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Certificate } from "../../../../src/figures/provenance";
import { figureTools } from "../../../../src/worker/running/figureTools";

export const tools = figureTools();

export const certificate: Omit<Certificate, "content"> = {
  version: "0.1.0",
  notebook: "größe & <b>.hgl.md",
  notebookId: "nb-1",
  cell: "fig",
  cellHash: "ab".repeat(32),
  figure: "confusion",
  options: { venue: "ieee", columns: "column", dpi: 300, __proto__: "x" },
  runs: [{ runId: "3f2a90c1d7e8", seed: 1, configHash: "cd".repeat(32), dataHash: null }],
};

/** A drawing with everything that a figure may be made of. */
export const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="336" height="192" viewBox="0 0 336 192"><defs><clipPath id="c"><rect x="10" y="10" width="80" height="60"/></clipPath><linearGradient id="g" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#0072b2"/><stop offset="1" stop-color="rgb(213,94,0)" stop-opacity="0.5"/></linearGradient></defs><rect x="0" y="0" width="336" height="192" fill="transparent"/><g clip-path="url(#c)"><circle cx="40" cy="40" r="60" fill="rgba(0,114,178,0.4)" stroke="none"/></g><rect x="120" y="10" width="90" height="40" fill="url(#g)" opacity="0.8"/><path d="M10,100L100,100" fill="none" stroke="#d55e00" stroke-width="2" stroke-dasharray="5,3"/><path d="M10,110L100,110" fill="none" stroke="#d55e00" stroke-dasharray="1,0"/><path d="M10,120L100,120" fill="none" stroke="#000" stroke-dasharray="4"/><path d="M10,130A20,20,0,0,1,50,130" fill="none" stroke="#009e73" stroke-width="1.5"/><image x="220" y="10" width="20" height="20" xlink:href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="/><text text-anchor="middle" transform="translate(168,160) rotate(-90)" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif" font-size="11px" fill="#1f2328">turned words</text><text x="300" y="100" text-anchor="end" font-family="monospace" font-weight="bold" font-size="12px">bold 90 ± 0.4 %</text><text x="200" y="120" font-family="serif" font-style="italic" font-size="12px" fill-opacity="0.7">italic α → fi</text><text x="200" y="140" font-family="Times" font-style="italic" font-weight="bold" font-size="12px">both &#38; more</text></svg>`;

/** What a program of the system says about a file; undefined where it is not installed. */
export function asked(program: string, bytes: Uint8Array, ending: string, ...args: string[]): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "hgl-figure-"));
  const file = join(folder, `figure.${ending}`);
  try {
    writeFileSync(file, bytes);
    return execFileSync(
      program,
      args.map((arg) => (arg === "FILE" ? file : arg)),
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
