/** Works on so many items at once; the first failure stops the others, and is thrown once they have ended. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  stop: AbortSignal,
  work: (item: T, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([stop, failed.signal]);
  const waiting = [...items].reverse();
  let cause: unknown;
  const worker = async (): Promise<void> => {
    try {
      for (let item = waiting.pop(); item !== undefined && !failed.signal.aborted; item = waiting.pop())
        await work(item, either);
    } catch (error) {
      if (!failed.signal.aborted) cause = error;
      failed.abort();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failed.signal.aborted) throw cause;
}
