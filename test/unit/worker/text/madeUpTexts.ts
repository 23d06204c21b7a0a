import { HglError } from "../../../../src/common/errors";
import type { TextEncoder } from "../../../../src/worker/text/textEncoder";

/** Three numbers that follow from the letters of a text; counts what it is asked. */
export class LetterEncoder implements TextEncoder {
  readonly asked: string[] = [];
  closed = false;

  constructor(
    readonly name = "letters 1",
    private readonly withTokens = false,
  ) {}

  async encode(...[texts, done, stop]: Parameters<TextEncoder["encode"]>): Promise<void> {
    for (const [at, text] of texts.entries()) {
      if (stop.aborted) throw new HglError({ code: "interrupted", what: "stopped" });
      this.asked.push(text);
      const words = text.split(" ").map((word) => vectorOf(word));
      const tokens = this.withTokens ? Float32Array.from(words.flatMap((one) => [...one])) : null;
      done(at, { sentence: vectorOf(text), tokens });
      await Promise.resolve();
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.resolve();
  }
}

function vectorOf(text: string): Float32Array {
  const codes = [...text].map((letter) => letter.codePointAt(0)!);
  const sum = codes.reduce((all, one) => all + one, 0);
  return Float32Array.of(codes.length, sum / 1000, (sum % 7) - 3);
}
