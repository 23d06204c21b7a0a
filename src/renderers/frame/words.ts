/** "0 %", "<0.1 %", "4.2 %", "100 %". */
export function percent(share: number): string {
  if (share <= 0) return "0 %";
  if (share < 0.0005) return "<0.1 %";
  return `${share >= 0.9995 ? "100" : (100 * share).toFixed(1)} %`;
}
