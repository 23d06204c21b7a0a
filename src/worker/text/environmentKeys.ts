import { HglError } from "../../common/errors";
import type { KeyFor } from "./keys";
import { originOf } from "./origin";

/** Environment variables of a key and of the origin it belongs to, for the command line. */
export const KEY_VARIABLE = "HGL_API_KEY";
export const ORIGIN_VARIABLE = "HGL_API_ORIGIN";

/** For programs without keys: every endpoint is asked without one. */
export const noKeys: KeyFor = () => Promise.resolve(null);

/**
 * Takes the key out of an environment, so that no process started from here inherits it: it is given for its own origin, and for no other.
 * Asking throws HglError "usage" where the key's origin is missing or is none.
 */
export function takeEnvironmentKeys(env: Record<string, string | undefined>): KeyFor {
  const key = env[KEY_VARIABLE]?.trim() ?? "";
  const origin = env[ORIGIN_VARIABLE]?.trim() ?? "";
  delete env[KEY_VARIABLE];
  delete env[ORIGIN_VARIABLE];
  if (key === "") return noKeys;
  return (endpoint) =>
    new Promise((resolve) => resolve(originOf(endpoint) === originOfKey(origin, endpoint) ? key : null));
}

function originOfKey(origin: string, endpoint: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url && url.origin !== "null") return url.origin;
  throw new HglError({
    code: "usage",
    where: ORIGIN_VARIABLE,
    what: origin === "" ? `it does not say whose key ${KEY_VARIABLE} is` : `"${origin}" is no address of an endpoint`,
    next: `set it to the address that the key belongs to, such as ${originOf(endpoint)}`,
  });
}
