import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HglError } from "../../common/errors";
import type { ExportTools } from "../../figures/export";
import type { FigureTools } from "../../figures/files";
import { packageFolder } from "../version";

let tools: FigureTools | undefined;

/** The font and the rasteriser that are shipped with the program, read once. @throws HglError "disk" where one is missing */
export function figureTools(): FigureTools {
  tools ??= {
    fonts: { regular: font("Regular"), bold: font("Bold"), italic: font("Italic") },
    wasm: shipped("resvg.wasm", [
      join(dirname(fileURLToPath(import.meta.url)), "resvg.wasm"),
      // From sources there is no bundle to stand beside.
      join(packageFolder(), "node_modules", "@resvg", "resvg-wasm", "index_bg.wasm"),
    ]),
  };
  return tools;
}

/** The same with the monospaced font that a notebook's cells are set in. @throws HglError "disk" where one is missing */
export function exportTools(): ExportTools {
  const { fonts, wasm } = figureTools();
  return { fonts: { ...fonts, mono: font("Regular", "Cousine") }, wasm };
}

function font(style: string, family = "Arimo"): Uint8Array {
  const name = join("media", "fonts", `${family}-${style}.ttf`);
  return shipped(name, [join(packageFolder(), name)]);
}

function shipped(name: string, places: readonly string[]): Uint8Array {
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return readFileSync(found);
  throw new HglError({
    code: "disk",
    what: `${name} is missing from this installation`,
    next: "install HocSLM Notebook again",
  });
}
