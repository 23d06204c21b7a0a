/** Decimals kept in coordinates: a hundredth of a pixel is below what any device shows and above what platforms disagree about. */
const DECIMALS = 2;

/** Every decimal number in a list of coordinates rounded, without exponents and without a negative zero. */
export function roundNumbers(text: string): string {
  return text.replace(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi, (number) => {
    const rounded = Number(Number(number).toFixed(DECIMALS));
    return String(rounded === 0 ? 0 : rounded);
  });
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Undoes `escapeXml`; other references stay as they are. */
export function unescapeXml(text: string): string {
  return text.replace(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code)));
}
