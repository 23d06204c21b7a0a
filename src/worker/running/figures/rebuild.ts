import type { BuildFigureFiles } from "../figureRebuild";

/** `hgl figure rebuild`'s way to the drawings, which are loaded only when one is wanted. */
export const rebuildFigureFiles: BuildFigureFiles = async (opened, cell, request) => {
  const { figureFilesAgain } = await import("./figureCell");
  return await figureFilesAgain(opened, cell, request);
};
