import { HglError } from "../../common/errors";
import { BLOCK_PARTS, type ArchitecturePart } from "../../common/vocabulary";
import type { Scheme } from "../palette";
import { mm } from "../theme";
import { ctsAcross } from "./ctsAcross";
import { ctsDown } from "./ctsDown";
import { dhtAcross } from "./dhtAcross";
import { dhtDown } from "./dhtDown";
import { drawEnsemble, USUAL_ENSEMBLE } from "./ensemble";
import { blocksOf, type Architecture, type BlockFacts } from "./facts";
import { fitsAcross, hglnetAcross } from "./hglnetAcross";
import { hglnetDown } from "./hglnetDown";
import { Scene } from "./scene";
import { USUAL_SSF } from "./ssf";
import { ssfAcross } from "./ssfAcross";
import { ssfDown } from "./ssfDown";

export type { Architecture } from "./facts";

export interface ArchitectureOptions {
  readonly part: ArchitecturePart;
  /** Which block `cts` and `dht` show, from 1. */
  readonly block: number;
  /** Of the drawing, px. */
  readonly width: number;
  readonly scheme: Scheme;
  readonly title: string;
}

/** Below, words of the least size do not fit; above, a diagram stands in the middle. */
const LEAST_MM = 83;
const [LEAST, MOST_DOWN, LEAST_ACROSS, MOST_ACROSS] = [mm(LEAST_MM), 430, 655, 800];

/**
 * A diagram of a network, drawn from its configuration: what the configuration leaves out is not there. From top to bottom in a column, from
 * left to right on a page. Equal input gives equal bytes.
 *
 * @throws HglError "cell" where it would be too narrow to be read
 */
export function drawArchitecture(architecture: Architecture, options: ArchitectureOptions): string {
  const { part, block, width, scheme, title } = options;
  // A column of CVPR is a hair narrower than it is called.
  if (width < LEAST - 1)
    throw new HglError({
      code: "cell",
      what: `a diagram of the architecture cannot be read in ${Math.round(width / mm(1))} mm`,
      next: `make it at least ${LEAST_MM} mm wide`,
    });
  const across = width >= LEAST_ACROSS && (part !== "hglnet" || fitsAcross(architecture, Math.min(width, MOST_ACROSS)));
  const own = Math.min(width, across ? MOST_ACROSS : MOST_DOWN);
  const scene = new Scene(scheme);
  const shown = BLOCK_PARTS.includes(part) ? blocksOf(architecture)[block - 1]! : undefined;
  const height = drawPart(scene, architecture, part, shown, own, across);
  return scene.svg(title, { width, height, left: (width - own) / 2 });
}

/** Draws into a width and returns the height, px. */
function drawPart(
  scene: Scene,
  architecture: Architecture,
  part: ArchitecturePart,
  block: BlockFacts | undefined,
  width: number,
  across: boolean,
): number {
  switch (part) {
    case "hglnet":
      return (across ? hglnetAcross : hglnetDown)(scene, architecture, width);
    case "cts":
      return (across ? ctsAcross : ctsDown)(scene, architecture, block!, width);
    case "dht":
      return (across ? dhtAcross : dhtDown)(scene, architecture, block!, width);
    case "ssf":
      return (across ? ssfAcross : ssfDown)(scene, architecture, USUAL_SSF, width);
    case "ensemble":
      return drawEnsemble(scene, architecture, USUAL_ENSEMBLE, width, across);
  }
}
