/** A notebook small enough that a test may wait for it; with all four kinds of cells and every kind of output. */
export function smallNotebook({ epochs = 3, seeds = [1, 2], stream = "J" } = {}): string {
  return [
    "---\nhgl: 1\nid: small\ntitle: Small\n---\n\n# Small\n\nProse, *kept as it is*.\n",
    `${fence("data #exercises", ["source: ui-prmd", `stream: ${stream}`, "window: 32"])}`,
    fence("model #small", ["preset: hglnet-xs"]),
    fence("train #base", [
      "data: exercises",
      "model: small",
      `epochs: ${epochs}`,
      "batch: 16",
      "schedule: cosine",
      `seeds: [${seeds.join(", ")}]`,
    ]),
    fence("view #mistakes", ["view: confusion", "of: base"]),
    fence("view #moves", ["view: skeleton", "of: exercises", "count: 2"]),
  ].join("\n");
}

function fence(info: string, lines: readonly string[]): string {
  return `\`\`\`hgl ${info}\n${lines.join("\n")}\n\`\`\`\n`;
}
