/** The key kept for an endpoint, named by the origin of its URL (`https://host:port`); null where none is kept. */
export type KeyFor = (endpoint: string) => Promise<string | null>;
