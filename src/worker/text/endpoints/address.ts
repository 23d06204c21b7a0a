import { HglError } from "../../../common/errors";
import { originOf } from "../origin";

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

/** Reads an endpoint's address. Throws HglError "cell" for anything but http(s), and "network" for a password in it, which would be kept with the notebook. */
export function addressOf(text: string): Address {
  const origin = originOf(text);
  const url = new URL(text);
  const base = url.pathname.replace(/\/+$/, "");
  const shown = `${origin}${base}`;
  if (url.username !== "" || url.password !== "")
    throw new HglError({
      code: "network",
      where: shown,
      what: "a name or password stands in the address",
      next: "take it out and keep it as the endpoint's key",
    });
  return {
    origin,
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
