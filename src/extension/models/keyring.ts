import { randomUUID } from "node:crypto";

/** As much of VS Code's SecretStorage as keys need. */
export interface Secrets {
  get(name: string): Thenable<string | undefined>;
  store(name: string, value: string): Thenable<void>;
  delete(name: string): Thenable<void>;
}

/** As much of a Memento. */
export interface Memory {
  get(name: string): unknown;
  update(name: string, value: unknown): Thenable<void>;
}

export interface KeptKey {
  /** Of this key alone: another one for the same origin has another, so that a consent is for one key. */
  readonly id: string;
  readonly key: string;
}

/** Where the origins that have a key are listed; the secret storage cannot be listed in every version. */
const ORIGINS = "hocslm.keyOrigins";

/** API keys, one for each origin of endpoints, in the editor's secret storage and nowhere else. */
export class Keyring {
  constructor(
    private readonly secrets: Secrets,
    private readonly memory: Memory,
  ) {}

  /** The origins that have a key, in the order of the alphabet. */
  origins(): readonly string[] {
    const listed = this.memory.get(ORIGINS);
    return Array.isArray(listed) ? listed.filter((one): one is string => typeof one === "string").sort() : [];
  }

  async keyOf(origin: string): Promise<KeptKey | null> {
    const kept = await this.secrets.get(nameOf(origin));
    return kept === undefined ? null : read(kept);
  }

  /** Keeps a key in place of the one that the origin had. */
  async keep(origin: string, key: string): Promise<void> {
    const kept: KeptKey = { id: randomUUID(), key };
    await this.secrets.store(nameOf(origin), JSON.stringify(kept));
    await this.memory.update(ORIGINS, [...new Set([...this.origins(), origin])]);
  }

  async forget(origin: string): Promise<void> {
    await this.secrets.delete(nameOf(origin));
    const others = this.origins().filter((one) => one !== origin);
    await this.memory.update(ORIGINS, others);
  }
}

function nameOf(origin: string): string {
  return `hocslm.key ${origin}`;
}

function read(kept: string): KeptKey | null {
  try {
    const { id, key } = JSON.parse(kept) as Partial<KeptKey>;
    return typeof id === "string" && typeof key === "string" ? { id, key } : null;
  } catch {
    return null;
  }
}
