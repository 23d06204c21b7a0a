import { utf8 } from "../files/bytes";
import { toBase64 } from "./base64";
import { markup, Markup, scriptText } from "./html";
import { pageStyle } from "./style";

/** The part of the web platform that every JavaScript runtime shares and that this room's types leave out. */
const { subtle } = (
  globalThis as unknown as {
    readonly crypto: { readonly subtle: { digest(name: "SHA-256", bytes: Uint8Array): Promise<ArrayBuffer> } };
  }
).crypto;

export interface HtmlPage {
  readonly title: string;
  /** Version of HocSLM Notebook that makes it. */
  readonly version: string;
  /** CSS beside that of every page. */
  readonly style: string;
  /** What stands in `body`. */
  readonly body: Markup;
  /** Plain scripts (esbuild, format "iife") that run when the page is there, and no others. */
  readonly scripts: readonly string[];
}

/**
 * One self-contained HTML page. It loads nothing: its content security policy forbids every request and every script but those given, each
 * known by its hash; pictures are those that the page itself carries.
 */
export async function htmlPage({ title, version, style, body, scripts }: HtmlPage): Promise<string> {
  const texts = scripts.map(scriptText);
  const hashes = await Promise.all(texts.map(async (text) => `'sha256-${await sha256(text)}'`));
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${hashes.length > 0 ? hashes.join(" ") : "'none'"}; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="HocSLM Notebook ${version}" />
        <title>${title}</title>
        <style>
          ${new Markup(pageStyle() + style)}
        </style>
      </head>
      <body>
        ${body}
        ${/* The policy's hashes are of exactly these bytes. */ texts.map((text) => new Markup(`<script>${text}</script>`))}
      </body>
    </html>
`.text;
}

async function sha256(text: string): Promise<string> {
  return toBase64(new Uint8Array(await subtle.digest("SHA-256", utf8(text))));
}
