import type { Tell } from "./desk";

const BETWEEN_MS = 2000;

/** Tells the worker's memory for as long as it lives; returns what ends that. */
export function tellVital(tell: Tell): () => void {
  const timer = setInterval(() => void tell("vital", { rss: process.memoryUsage.rss() }), BETWEEN_MS);
  timer.unref();
  return () => clearInterval(timer);
}
