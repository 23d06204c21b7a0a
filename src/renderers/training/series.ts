import { MOST_POINTS } from "../../common/payloads/training";

/**
 * A curve's points in the order of their steps, never more than `most` of them however many come: every 2^k-th is kept, and the last. What is
 * kept depends only on the points, not on how they were batched.
 */
export class Series<P extends { readonly step: number }> {
  /** Those whose ordinal is a multiple of `stride`. */
  private kept: P[] = [];
  private stride = 1;
  private seen = 0;
  private last: P | undefined;

  constructor(private readonly most = MOST_POINTS) {}

  /** The points to draw, oldest first. */
  get points(): readonly P[] {
    return this.last && this.kept.at(-1) !== this.last ? [...this.kept, this.last] : this.kept;
  }

  get latest(): P | undefined {
    return this.last;
  }

  /** Points that are not later than the latest are already told, and ignored. */
  append(points: Iterable<P>): void {
    for (const point of points) {
      if (this.last && point.step <= this.last.step) continue;
      this.last = point;
      if (this.seen % this.stride === 0) this.kept.push(point);
      this.seen++;
      // One place is the last point's.
      if (this.kept.length < this.most) continue;
      this.stride *= 2;
      this.kept = this.kept.filter((_, i) => i % 2 === 0);
    }
  }

  /** Forgets the points after a step. */
  cutAfter(step: number): void {
    if (!this.last || this.last.step <= step) return;
    this.kept = this.kept.filter((point) => point.step <= step);
    this.last = this.kept.at(-1);
    this.seen = this.last ? (this.kept.length - 1) * this.stride + 1 : 0;
  }

  replace(points: Iterable<P>): void {
    this.kept = [];
    this.stride = 1;
    this.seen = 0;
    this.last = undefined;
    this.append(points);
  }
}
