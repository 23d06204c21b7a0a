import { isMistake } from "../../common/payloads/embedding";
import type { EmbeddingPayload, EmbeddingPoint } from "../../common/payloads/embedding";
import { printable } from "../../common/payloads/printable";

/** The points and which of them are shown: by class, by a search, mistakes alone. */
export class Cloud {
  readonly points: readonly EmbeddingPoint[];
  /** Printable names. */
  readonly classes: readonly string[];
  /** Classes that have points, and the points and mistakes of each. */
  readonly present: readonly { readonly label: number; readonly points: number; readonly mistakes: number }[];
  private readonly hidden = new Set<number>();
  private found: ReadonlySet<number> | undefined;
  mistakesOnly = false;

  constructor({ points, classes }: EmbeddingPayload) {
    this.points = points;
    this.classes = classes.map((name, i) => printable(name) || `class ${i + 1}`);
    this.present = classes.flatMap((_, label) => {
      const own = points.filter((point) => point.label === label);
      return own.length === 0 ? [] : [{ label, points: own.length, mistakes: own.filter(isMistake).length }];
    });
  }

  isShown(label: number): boolean {
    return !this.hidden.has(label);
  }

  show(label: number, shown: boolean): void {
    if (shown) this.hidden.delete(label);
    else this.hidden.add(label);
  }

  /** Classes whose name holds the text, or whose number it is; undefined for no text. */
  search(text: string): ReadonlySet<number> | undefined {
    const wanted = text.trim().toLowerCase();
    this.found =
      wanted === ""
        ? undefined
        : new Set(
            this.present.flatMap(({ label }) =>
              this.classes[label]!.toLowerCase().includes(wanted) || String(label + 1) === wanted ? [label] : [],
            ),
          );
    return this.found;
  }

  /** Whether a class keeps its colour in a search. */
  isFound(label: number): boolean {
    return this.found?.has(label) ?? true;
  }

  /** Numbers of the points that are shown, in their order. */
  shown(): number[] {
    return this.points.flatMap((point, i) =>
      this.isShown(point.label) && (!this.mistakesOnly || isMistake(point)) ? [i] : [],
    );
  }

  mistakes(): number[] {
    return this.points.flatMap((point, i) => (isMistake(point) ? [i] : []));
  }

  /** "m01_s02: deep squat, taken for lunge" */
  words(index: number): string {
    const { id, label, predicted, modality } = this.points[index]!;
    const own = this.classes[label]!;
    const taken =
      predicted === null ? "" : predicted === label ? ", recognised" : `, taken for ${this.classes[predicted]!}`;
    return `${modality === "text" ? "text " : ""}${printable(id) || "unnamed"}: ${own}${taken}`;
  }
}
