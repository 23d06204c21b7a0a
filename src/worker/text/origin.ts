import { HglError } from "../../common/errors";

/** Whose an endpoint is: the scheme, host and port of its URL, `https://host:port`. @throws HglError "cell" for what is no http(s) URL */
export function originOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && (url.protocol === "https:" || url.protocol === "http:")) return url.origin;
  throw new HglError({
    code: "cell",
    what: `"${withoutSecrets(endpoint)}" is no address of an endpoint`,
    next: "write one that begins with https:// or http://",
  });
}

/** A name, a password or a query may be secret, and may stand in what is no address. */
function withoutSecrets(text: string): string {
  return text
    .replace(/[?#].*$/s, "")
    .replace(/\/\/.*@/s, "//")
    .slice(0, 200);
}
