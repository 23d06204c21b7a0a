import { HglError } from "../../../common/errors";

/** Where an endpoint is. */
export interface Address {
  /** Scheme, host and port: what its key is kept under. */
  readonly origin: string;
  /** Origin and path, for people: never the query, where some services want a secret. */
  readonly shown: string;
  /** On this machine, so that nothing sent there can be read on the way. */
  readonly local: boolean;
  /** The address of something below it; its own query is kept. */
  under(path: string): URL;
}

/** Reads an endpoint's address. Throws HglError "network" for anything but http(s), and for a password in it, which would be kept with the notebook. */
export function addressOf(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const next = "write it as https://HOST/v1 or http://localhost:PORT";
  if (!url)
    throw new HglError({ code: "network", what: `"${withoutSecrets(text)}" is no address of an endpoint`, next });
  const base = url.pathname.replace(/\/+$/, "");
  const shown = `${url.origin}${base}`;
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new HglError({ code: "network", what: `an endpoint cannot be reached by ${url.protocol}`, next });
  if (url.username !== "" || url.password !== "")
    throw new HglError({
      code: "network",
      where: shown,
      what: "a name or password stands in the address",
      next: "take it out and keep it as the endpoint's key",
    });
  return {
    origin: url.origin,
    shown,
    local: isLoopback(url.hostname),
    under: (path) => {
      const below = new URL(url);
      below.pathname = base.endsWith(path) ? base : `${base}${path}`;
      below.hash = "";
      return below;
    },
  };
}

/** Refuses to send a key where everybody on the way can read it. Throws HglError "network". */
export function mayCarryKey({ origin, shown, local }: Address): void {
  if (origin.startsWith("https:") || local) return;
  throw new HglError({
    code: "network",
    where: shown,
    what: "a key is kept for this endpoint, and plain http would show it to everyone on the way",
    next: "use https, or remove the key if the endpoint needs none",
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

/** What does not parse may still hold a password or a query. */
function withoutSecrets(text: string): string {
  return text
    .replace(/[?#].*$/s, "")
    .replace(/\/\/.*@/s, "//")
    .slice(0, 80);
}
