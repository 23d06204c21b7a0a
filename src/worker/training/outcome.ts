import { epochsOf } from "../../model/language/ramp";
import type { RunResult } from "../../common/runRecord";
import { writeScores } from "../store/scores";
import { isAligned, languageResult } from "./languageResult";
import type { BestSoFar, Position } from "./position";
import { scoreViews, type Scored } from "./score";
import { isStopped, type Sitting } from "./sitting";

/**
 * The last phase: test with the last epoch's weights, then with those that were best on validation; then scores, result and the "end" event.
 * @returns whether it came to its end, which it does not when stopped on the way
 */
export async function evaluateAndStore(sitting: Sitting, position: Position): Promise<boolean> {
  const { folder, files, split, dataset, trainer, spec } = sitting;
  const share = isAligned(sitting);
  const test = await look(sitting, share);
  if (test === undefined) return false;
  const validation =
    split.validation.length > 0 ? await scoreViews(sitting, split.validation, "validation", share) : null;
  if (validation === undefined) return false;
  const language = await languageResult(sitting, test, validation);
  const best = await testOfBest(sitting, position.best, test);
  if (best === undefined) return false;

  sitting.lock.assertHeld();
  writeScores(folder.scoresPath, "test", test.scores, files);
  if (validation) writeScores(folder.scoresPath, "validation", validation.scores, files);
  const result: RunResult = {
    classes: dataset.classes,
    test: test.evaluation,
    validation: validation?.evaluation ?? null,
    bestOnValidation: best,
    testLooks: folder.testLooks(),
    parameters: trainer.parameters,
    ...(spec.config.data.unseen ? { unseen: spec.config.data.unseen } : {}),
    ...(language ? { language } : {}),
  };
  folder.writeResult(result);
  sitting.record({ type: "end", seconds: position.seconds, result });
  return true;
}

/** One evaluation on the test split, counted on disk before it is taken. */
async function look(sitting: Sitting, share = false): Promise<Scored | undefined> {
  if (isStopped(sitting)) return undefined;
  sitting.folder.countTestLook();
  return await scoreViews(sitting, sitting.split.test, "test", share);
}

/** The result itself when the last epoch was the best; null when there is none to evaluate; undefined when stopped. */
async function testOfBest(
  sitting: Sitting,
  best: BestSoFar | null,
  test: Scored,
): Promise<RunResult["bestOnValidation"] | undefined> {
  const { spec, store, trainer, folder, files, record } = sitting;
  if (best === null) return null;
  if (best.epoch === epochsOf(spec.config)) return { epoch: best.epoch, test: test.evaluation };
  const checkpoint = store.loadBest();
  if (!checkpoint || checkpoint.position.epoch !== best.epoch) {
    const message = `the checkpoint of epoch ${best.epoch}, best on validation, is missing or damaged, so it is not evaluated`;
    record({ type: "warning", message });
    return null;
  }
  trainer.setState(checkpoint.state);
  const scored = await look(sitting);
  if (!scored) return undefined;
  writeScores(folder.scoresPath, "test-best-on-validation", scored.scores, files);
  return { epoch: best.epoch, test: scored.evaluation };
}
