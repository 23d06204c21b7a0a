import { HglError } from "../../common/errors";
import type { MapState } from "../../model/evaluation/maps";
import { declareTraining } from "../../model/language/declare";
import { languageShape, type LanguageShape, type TextShape } from "../../model/language/shape";
import type { NetworkShape } from "../../model/network/hglnet";
import { layoutFrom } from "../../model/skeleton/layoutText";
import { CheckpointStore, type Checkpoint } from "../store/checkpoint";
import type { RunFolder, RunSpec } from "../store/runFolder";
import type { Position } from "../training/position";

/** A run's network with the weights of one of its checkpoints. */
export interface TrainedNetwork {
  readonly spec: RunSpec;
  readonly network: NetworkShape;
  /** What it was trained with beside labels, where that was asked for; `state` then holds its weights too. */
  readonly language: LanguageShape | null;
  readonly checkpoint: Checkpoint<Position>;
  /** What it evaluates with: the averaged weights where averaging is on. */
  readonly state: MapState;
}

/**
 * Reads a run's network from its folder, every byte checked.
 * @param best the weights that were best on validation, instead of the newest
 * @param text the encoder's sizes, to read what the run was trained with beside HGLNet
 * @throws HglError "store" when there is no sound checkpoint, "model" when the folder describes no network
 */
export function trainedNetwork(folder: RunFolder, best = false, text: TextShape | null = null): TrainedNetwork {
  const spec = folder.spec();
  const network: NetworkShape = {
    config: spec.config.model,
    layout: layoutFrom(spec.layout),
    classes: spec.classes.length,
    window: spec.config.data.window,
  };
  const language = text && spec.config.language && languageShape(spec.config.language, network, text);
  const store = new CheckpointStore<Position>(folder.checkpointsPath, declareTraining(network, language));
  const checkpoint = best ? store.loadBest() : store.loadNewest().checkpoint;
  if (!checkpoint)
    throw new HglError({
      code: "store",
      where: folder.path,
      what: best ? "no sound checkpoint is marked as best on validation" : "there is no sound checkpoint",
      next: best ? "leave out --best" : "train the run first",
    });
  const { weights, average, statistics } = checkpoint.state;
  return { spec, network, language, checkpoint, state: { weights: average ?? weights, statistics } };
}
