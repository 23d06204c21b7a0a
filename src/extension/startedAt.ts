/** When the bundle's first line ran, in milliseconds of `performance.now()`; `main.ts` imports it before everything else. */
export const startedAt = performance.now();
