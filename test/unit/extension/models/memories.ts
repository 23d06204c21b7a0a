import type { Memory, Secrets } from "../../../../src/extension/models/keyring";

/** A Memento in memory; what it holds is JSON, as the editor's. */
export class FakeMemory implements Memory {
  readonly values = new Map<string, string>();

  get(name: string): unknown {
    const value = this.values.get(name);
    return value === undefined ? undefined : JSON.parse(value);
  }

  update(name: string, value: unknown): Promise<void> {
    this.values.set(name, JSON.stringify(value));
    return Promise.resolve();
  }
}

/** A SecretStorage in memory. */
export class FakeSecrets implements Secrets {
  readonly values = new Map<string, string>();

  get(name: string): Promise<string | undefined> {
    return Promise.resolve(this.values.get(name));
  }

  store(name: string, value: string): Promise<void> {
    this.values.set(name, value);
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.values.delete(name);
    return Promise.resolve();
  }
}
