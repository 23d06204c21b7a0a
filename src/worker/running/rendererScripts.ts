import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RendererName } from "../../common/ids";
import { packageFolder } from "../version";

/** A view as a plain script for a page, where this installation has it built; a page is complete without it. */
export function rendererScript(name: RendererName): string | undefined {
  try {
    return readFileSync(join(packageFolder(), "dist", "renderers", `${name}.iife.js`), "utf8");
  } catch {
    return undefined;
  }
}
