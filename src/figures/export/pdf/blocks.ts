import { headingLevel, markdownReader, type Token } from "../markdown";

/** A stretch of text in one manner. */
export interface Span {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
  readonly strike?: boolean;
  /** An address outside the document. */
  readonly link?: string;
}

export interface Image {
  readonly source: string;
  readonly words: string;
}

export interface TableCell {
  readonly spans: readonly Span[];
  readonly align: "left" | "right" | "center";
}

/** Markdown as a tree, as far as a page can show it; images stand after the text that they are in. */
export type Block =
  | { readonly type: "heading"; readonly level: number; readonly spans: readonly Span[] }
  | { readonly type: "paragraph"; readonly spans: readonly Span[]; readonly images: readonly Image[] }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "list"; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly type: "quote"; readonly blocks: readonly Block[] }
  | { readonly type: "table"; readonly head: readonly TableCell[]; readonly rows: readonly (readonly TableCell[])[] }
  | { readonly type: "rule" };

export function blocksOf(markdown: string): Block[] {
  return new Reader(markdownReader().parse(markdown, {})).blocks(() => false);
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Blocks up to the token that ends them, which is taken too. */
  blocks(ends: (token: Token) => boolean): Block[] {
    const blocks: Block[] = [];
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++]!;
      if (ends(token)) break;
      const block = this.block(token);
      if (block) blocks.push(block);
    }
    return blocks;
  }

  private block(token: Token): Block | undefined {
    switch (token.type) {
      case "heading_open":
        return { type: "heading", level: headingLevel(token), spans: this.inline("heading_close").spans };
      case "paragraph_open":
        return { type: "paragraph", ...this.inline("paragraph_close") };
      case "fence":
      case "code_block":
        return { type: "code", text: token.content.replace(/\n$/, "") };
      case "bullet_list_open":
        return { type: "list", start: null, items: this.items("bullet_list_close") };
      case "ordered_list_open":
        return { type: "list", start: Number(token.attrGet("start") ?? 1), items: this.items("ordered_list_close") };
      case "blockquote_open":
        return { type: "quote", blocks: this.blocks(({ type }) => type === "blockquote_close") };
      case "table_open":
        return this.table();
      case "hr":
        return { type: "rule" };
      default:
        return undefined;
    }
  }

  private inline(end: string): { spans: Span[]; images: Image[] } {
    const found: { spans: Span[]; images: Image[] } = { spans: [], images: [] };
    for (let token = this.tokens[this.at++]; token && token.type !== end; token = this.tokens[this.at++]) {
      const { spans, images } = inlineOf(token);
      found.spans.push(...spans);
      found.images.push(...images);
    }
    return found;
  }

  private items(end: string): Block[][] {
    const items: Block[][] = [];
    for (let token = this.tokens[this.at++]; token && token.type !== end; token = this.tokens[this.at++])
      if (token.type === "list_item_open") items.push(this.blocks(({ type }) => type === "list_item_close"));
    return items;
  }

  private table(): Block {
    const rows: TableCell[][] = [];
    for (let token = this.tokens[this.at++]; token && token.type !== "table_close"; token = this.tokens[this.at++]) {
      if (token.type === "tr_open") rows.push([]);
      if (token.type !== "th_open" && token.type !== "td_open") continue;
      const style = String(token.attrGet("style") ?? "");
      const align = style.includes("right") ? "right" : style.includes("center") ? "center" : "left";
      rows.at(-1)!.push({ spans: this.inline(token.type.replace("open", "close")).spans, align });
    }
    const [head = [], ...body] = rows;
    return { type: "table", head, rows: body };
  }
}

function inlineOf({ children }: Token): { spans: Span[]; images: Image[] } {
  const spans: Span[] = [];
  const images: Image[] = [];
  const depth = { strong: 0, em: 0, s: 0 };
  let link: string | undefined;
  for (const token of children ?? []) {
    const manner = {
      ...(depth.strong > 0 ? { bold: true } : {}),
      ...(depth.em > 0 ? { italic: true } : {}),
      ...(depth.s > 0 ? { strike: true } : {}),
      ...(link === undefined ? {} : { link }),
    };
    if (token.type === "text" || token.type === "text_special") spans.push({ text: token.content, ...manner });
    else if (token.type === "code_inline") spans.push({ text: token.content, code: true, ...manner });
    else if (token.type === "softbreak") spans.push({ text: " ", ...manner });
    else if (token.type === "hardbreak") spans.push({ text: "\n", ...manner });
    else if (token.type === "image") images.push({ source: String(token.attrGet("src") ?? ""), words: token.content });
    else if (token.type === "link_open") link = outside(String(token.attrGet("href") ?? ""));
    else if (token.type === "link_close") link = undefined;
    else if (token.tag in depth) depth[token.tag as keyof typeof depth] += token.nesting;
  }
  return { spans, images };
}

/** A page on paper has no neighbours: only addresses that mean the same everywhere are links. */
function outside(address: string): string | undefined {
  return /^(?:https?|mailto):/i.test(address) ? address : undefined;
}
