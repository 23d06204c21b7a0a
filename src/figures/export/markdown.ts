import MarkdownItMaker from "markdown-it";
import type { MarkdownIt, StateBlock, StateInline, Token } from "markdown-it";
import type { ExportInput } from "./input";

export type { Token } from "markdown-it";

/**
 * CommonMark with tables and strike-through. HTML is text like any other, but for comments, which no reader of Markdown sees; addresses that
 * would run something (`javascript:` and the like) are no links.
 */
export function markdownReader(): MarkdownIt {
  const reader = new MarkdownItMaker({ html: false, linkify: true });
  // "first-run.hgl.md" is a file, not a host of Moldova.
  reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  reader.block.ruler.before("paragraph", "comment", commentBlock, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  reader.inline.ruler.before("html_inline", "comment", commentInline);
  return reader;
}

function commentBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineOf = (line: number): string =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
  if (state.sCount[startLine]! - state.blkIndent >= 4 || !lineOf(startLine).startsWith("<!--")) return false;
  if (silent) return true;
  let line = startLine;
  while (line < endLine && !lineOf(line).includes("-->", line === startLine ? 4 : 0)) line++;
  state.line = Math.min(line + 1, endLine);
  return true;
}

function commentInline(state: StateInline): boolean {
  if (!state.src.startsWith("<!--", state.pos)) return false;
  const end = state.src.indexOf("-->", state.pos + 4);
  if (end < 0) return false;
  state.pos = end + 3;
  return true;
}

/** What an inline token says, without its marks. */
export function plainText(token: Token): string {
  return (token.children ?? [])
    .map(({ type, content }) => (type === "softbreak" || type === "hardbreak" ? " " : content))
    .join("");
}

/** 1 to 6 for the token that opens a heading. */
export function headingLevel({ tag }: Token): number {
  return Number(tag.slice(1));
}

/** The sources of the images in a text, in their order. */
export function imagesOf(markdown: string): string[] {
  const inside = (tokens: readonly Token[]): string[] =>
    tokens.flatMap((token) =>
      token.type === "image" ? [String(token.attrGet("src") ?? "")] : inside(token.children ?? []),
    );
  return inside(markdownReader().parse(markdown, {}));
}

/** Whether the notebook begins with a heading of the first level, which then is its title. */
export function hasOwnTitle({ cells: [first] }: Pick<ExportInput, "cells">): boolean {
  if (first?.type !== "prose") return false;
  const [token] = markdownReader().parse(first.markdown, {});
  return token?.type === "heading_open" && headingLevel(token) === 1;
}
