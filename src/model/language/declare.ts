import { declareHglnet, type NetworkShape } from "../network/hglnet";
import { totalLength, type Entry, type StateLayout } from "../network/parameters";
import { declareLanguage } from "./languageLoss";
import type { LanguageShape } from "./shape";

/** What is trained: HGLNet's vectors and, behind them, what training with descriptions adds, so that each part of HGLNet keeps its place. */
export function declareTraining(network: NetworkShape, language: LanguageShape | null): StateLayout {
  const d = declareHglnet(network);
  if (language) declareLanguage(d, language);
  return d;
}

/** Whether an entry belongs to training with descriptions alone. */
export const isLanguage = ({ name }: Pick<Entry, "name">): boolean => name.startsWith("language.");

/** Weights of HGLNet alone, which stand first. */
export const networkLength = ({ weights }: StateLayout): number =>
  totalLength(weights.filter((entry) => !isLanguage(entry)));
