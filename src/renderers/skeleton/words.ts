/** "x 0.31  y 1.20  z −0.05 m" */
export function place(x: number, y: number, z: number): string {
  const metres = (value: number): string =>
    value
      .toFixed(2)
      .replace(/^-(?=.*[1-9])/, "−")
      .replace(/^-/, "");
  return `x ${metres(x)}  y ${metres(y)}  z ${metres(z)} m`;
}
