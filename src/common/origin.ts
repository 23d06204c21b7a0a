/** Node and browsers have it alike; this room knows the types of neither. */
declare const URL: {
  new (text: string): { readonly protocol: string; readonly hostname: string; readonly origin: string };
  canParse(text: string): boolean;
};

/** Whose an endpoint is: scheme, host and port of its URL, `https://host:port`; null for what is no http(s) address. */
export function originOf(endpoint: string): string | null {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.origin : null;
}

/** Whether what is sent to an origin cannot be read on the way: it is encrypted, or does not leave this computer. */
export function isPrivate(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" || /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
