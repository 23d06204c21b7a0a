import { HglError } from "../../common/errors";

/** Whose an endpoint is: the scheme, host and port of its URL, `https://host:port`. @throws HglError "cell" for what is no http(s) URL */
export function originOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && (url.protocol === "https:" || url.protocol === "http:")) return url.origin;
  throw new HglError({
    code: "cell",
    what: `"${endpoint.slice(0, 200)}" is no address of an endpoint`,
    next: "write one that begins with https:// or http://",
  });
}
