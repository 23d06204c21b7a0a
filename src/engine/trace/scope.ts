let current: string | undefined;

/** Names what `build` computes as one part of a program that is being recorded; of nested parts the innermost counts. Elsewhere it only builds. */
export function inScope<T>(name: string, build: () => T): T {
  const around = current;
  current = name;
  try {
    return build();
  } finally {
    current = around;
  }
}

/** The part that is being built; undefined outside of all. */
export function scopeNow(): string | undefined {
  return current;
}
