import type { MarkdownIt } from "markdown-it";
import { dataAddress } from "../../page/base64";
import { escapeHtml, Markup } from "../../page/html";
import { absentPicture } from "../absentPicture";
import type { ExportInput, Picture } from "../input";
import { headingLevel, markdownReader, plainText, type Token } from "../markdown";

/** A line of the list of contents. */
export interface ContentsLine {
  /** 1 to 6. */
  readonly level: number;
  readonly words: string;
  readonly anchor: string;
}

/** Tells the rules that they print an output; they get it back as they were given it. */
const OUTPUT = {};

/** Markdown to markup, with the anchors that it has given out. */
export class ProsePrinter {
  readonly contents: ContentsLine[] = [];
  private readonly taken = new Set<string>();
  private readonly reader: MarkdownIt;

  constructor(private readonly picture: ExportInput["picture"]) {
    this.reader = markdownReader();
    const { rules } = this.reader.renderer;
    rules["image"] = (tokens, index, _, env) => this.image(tokens[index]!, env === OUTPUT);
    rules["heading_open"] = (tokens, index, _, env) =>
      env === OUTPUT ? `<${tokens[index]!.tag}>` : this.heading(tokens[index]!, tokens[index + 1]!);
    rules["table_open"] = () => '<div class="table"><table>\n';
    rules["table_close"] = () => "</table></div>\n";
    rules["th_open"] = (tokens, index) => `<th scope="col"${sideOf(tokens[index]!)}>`;
    rules["td_open"] = (tokens, index) => `<td${sideOf(tokens[index]!)}>`;
  }

  /** A text of the author, whose headings stand in the list of contents. */
  print(markdown: string): Markup {
    return new Markup(this.reader.render(markdown));
  }

  /** The Markdown of an output, which makes no entry in the list of contents and carries no pictures. */
  printOutput(markdown: string): Markup {
    return new Markup(this.reader.render(markdown, OUTPUT));
  }

  /** An anchor that nothing else on the page has: words in small letters, joined by hyphens, as links inside a notebook name headings. */
  anchor(words: string): string {
    const plain = words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s+/g, "-");
    const base = plain || "part";
    let anchor = base;
    for (let number = 1; this.taken.has(anchor); number++) anchor = `${base}-${number}`;
    this.taken.add(anchor);
    return anchor;
  }

  private heading(open: Token, inside: Token): string {
    const words = plainText(inside);
    const anchor = this.anchor(words);
    this.contents.push({ level: headingLevel(open), words, anchor });
    return `<${open.tag} id="${escapeHtml(anchor)}">`;
  }

  private image(token: Token, inOutput: boolean): string {
    const source = String(token.attrGet("src") ?? "");
    const picture: Picture = inOutput ? { ok: false, why: "an output carries none" } : this.picture(source);
    if (!picture.ok)
      return `<span class="absent">${escapeHtml(absentPicture(token.content, source, picture.why))}</span>`;
    return `<img class="picture" alt="${escapeHtml(token.content)}" src="${dataAddress(picture.type, picture.bytes)}" />`;
  }
}

function sideOf(token: Token): string {
  const style = String(token.attrGet("style") ?? "");
  if (style.includes("right")) return ' class="num"';
  return style.includes("center") ? ' class="middle"' : "";
}
