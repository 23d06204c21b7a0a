/** "14,926": grouped as everywhere in the product, whatever the language of the page. */
export function counted(value: number): string {
  return value.toLocaleString("en-US");
}

/** "0 %", "<0.1 %", "4.2 %", "100 %". */
export function percent(share: number): string {
  if (share <= 0) return "0 %";
  if (share < 0.0005) return "<0.1 %";
  return `${share >= 0.9995 ? "100" : (100 * share).toFixed(1)} %`;
}
