const TENS = Float64Array.from({ length: 12 }, (_, power) => 10 ** power);

/** Text of numbers, written into one buffer that is used again for every file: an import of 56,880 files is timed by what reads them, not by what made them. */
export class NumberText {
  private bytes = new Uint8Array(1 << 20);
  private at = 0;

  clear(): void {
    this.at = 0;
  }

  /** What is written, good until the next `clear`. */
  get text(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  line(): void {
    // As the published files: carriage return and line feed.
    this.bytes[this.at - 1] = 13;
    this.ascii("\n");
  }

  ascii(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.at++] = text.charCodeAt(i);
  }

  /** A whole number from 0 and a blank. */
  whole(value: number): void {
    this.reserve(20);
    this.digits(value);
    this.bytes[this.at++] = 32;
  }

  /** Seven significant digits, as .NET prints a float, and a blank. */
  float(value: number): void {
    this.reserve(20);
    const size = Math.abs(value);
    if (value < 0) this.bytes[this.at++] = 45;
    if (size < 1e-4 && size > 0) {
      this.ascii(
        size
          .toExponential(6)
          .replace(/e-(\d)$/, "e-0$1")
          .toUpperCase(),
      );
      this.ascii(" ");
      return;
    }
    let decimals = 3;
    for (let limit = 1000; size < limit && decimals < 11; limit /= 10) decimals++;
    let scaled = Math.round(size * TENS[decimals]!) | 0;
    while (decimals > 0 && scaled % 10 === 0) {
      scaled = (scaled / 10) | 0;
      decimals--;
    }
    if (decimals === 0) return this.whole(scaled);
    const front = (scaled / TENS[decimals]!) | 0;
    this.digits(front);
    this.bytes[this.at] = 46;
    this.fill(scaled - front * TENS[decimals]!, this.at + 1, decimals);
    this.at += decimals + 1;
    this.bytes[this.at++] = 32;
  }

  private digits(value: number): void {
    let count = 1;
    while (count < 10 && value >= TENS[count]!) count++;
    this.fill(value, this.at, count);
    this.at += count;
  }

  /** The last `count` digits of a whole number below 2^31. */
  private fill(value: number, from: number, count: number): void {
    const { bytes } = this;
    let rest = value | 0;
    for (let place = from + count - 1; place >= from; place--) {
      const tenth = (rest / 10) | 0;
      bytes[place] = 48 + rest - 10 * tenth;
      rest = tenth;
    }
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const longer = new Uint8Array(2 * this.bytes.length);
    longer.set(this.bytes);
    this.bytes = longer;
  }
}
