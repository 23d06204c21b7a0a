import { declareHglnet, type NetworkShape } from "../network/hglnet";
import { totalLength, type StateLayout } from "../network/parameters";
import { declareLanguage } from "./languageLoss";
import { isLanguage } from "./names";
import type { LanguageShape } from "./shape";

/** What is trained: HGLNet's vectors and, behind them, what training with descriptions adds, so that each part of HGLNet keeps its place. */
export function declareTraining(network: NetworkShape, language: LanguageShape | null): StateLayout {
  const d = declareHglnet(network);
  if (language) declareLanguage(d, language);
  return d;
}

/** Weights of HGLNet alone, which stand first. */
export const networkLength = ({ weights }: StateLayout): number =>
  totalLength(weights.filter((entry) => !isLanguage(entry)));
