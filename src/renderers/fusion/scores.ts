import { decodeBase64, int16From } from "../../common/payloads/base64";
import type { FusionValidation } from "../../common/payloads/fusion";

/** Accuracy of a fusion on validation clips, shares. */
export interface Accuracy {
  readonly top1: readonly number[];
  readonly top5: readonly number[];
}

interface Scores {
  readonly labels: Int16Array;
  /** By member [clips, classes]. */
  readonly probabilities: readonly Uint16Array[];
}

/** Validation scores, decoded once; any weights are tried on them. */
export class ValidationScores {
  readonly #fusions: readonly Scores[];
  readonly #sums: Float64Array;

  constructor(private readonly validation: FusionValidation) {
    const { classes, told, fusions } = validation;
    this.#sums = new Float64Array(classes);
    this.#fusions = fusions.map(({ labels, probabilities }) => ({
      labels: int16From(decodeBase64(labels, 2 * told)!),
      probabilities: probabilities.map(
        (text) => new Uint16Array(int16From(decodeBase64(text, 2 * told * classes)!).buffer),
      ),
    }));
  }

  /** Multiplications of one evaluation. */
  get cost(): number {
    const { classes, told, fusions } = this.validation;
    return classes * told * fusions.length * this.#fusions[0]!.probabilities.length;
  }

  /** One share for each fusion. A class counts before those with the same sum and a higher number, as in the table. */
  evaluate(weights: readonly number[]): Accuracy {
    const { classes, told } = this.validation;
    const sums = this.#sums;
    const top1: number[] = [];
    const top5: number[] = [];
    for (const { labels, probabilities } of this.#fusions) {
      let [first, five] = [0, 0];
      for (let clip = 0; clip < told; clip++) {
        sums.fill(0);
        for (let member = 0; member < probabilities.length; member++) {
          const weight = weights[member]!;
          if (weight === 0) continue;
          const own = probabilities[member]!;
          for (let k = 0; k < classes; k++) sums[k]! += weight * own[clip * classes + k]!;
        }
        const label = labels[clip]!;
        let before = 0;
        for (let k = 0; k < classes; k++)
          if (sums[k]! > sums[label]! || (sums[k] === sums[label] && k < label)) before++;
        if (before === 0) first++;
        if (before < 5) five++;
      }
      top1.push(first / told);
      top5.push(five / told);
    }
    return { top1, top5 };
  }
}
