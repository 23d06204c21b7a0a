/** A text cut, with an ellipsis, to what a context's font shows in `limit` px. */
export function fit(context: CanvasRenderingContext2D, text: string, limit: number): string {
  if (text.length <= 80 && context.measureText(text).width <= limit) return text;
  let [low, high] = [0, Math.min(80, text.length)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${text.slice(0, middle)}…`).width <= limit) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}
