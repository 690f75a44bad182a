import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterPayload } from 'oidc-provider';
import { writeSecretFile } from '../secretFile.ts';

/** One stored artifact of the issuer. */
interface Entry {
  readonly model: string;
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Only what must outlive a restart: refresh tokens live 30 days, and mean nothing without their grant. */
const kept = new Set(['RefreshToken', 'Grant']);
/** Bound for what lives in memory, since requests without sign-in make sessions and interactions, too. */
const mostEntries = 10_000;

/**
 * What the issuer remembers. Everything is in memory; refresh tokens and grants are also files in the data folder,
 * written before the issuer answers. Keys are hashes (SHA-256) of ids, so that no usable token lies on the disk.
 */
export class IssuerStore {
  readonly #folder: string;
  readonly #entries: Map<string, Entry>;

  private constructor(folder: string, entries: Map<string, Entry>) {
    this.#folder = folder;
    this.#entries = entries;
  }

  /** Opens the store of a folder; the folder is made when missing. Files that are expired or damaged are removed. */
  static async open(folder: string): Promise<IssuerStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const store = new IssuerStore(folder, new Map());
    await Promise.all((await readdir(folder)).map((name) => store.#load(name)));
    return store;
  }

  async #load(name: string): Promise<void> {
    const file = join(this.#folder, name);
    const key = name.replace(/\.json$/, '');
    const entry = await readFile(file, 'utf8')
      .then(JSON.parse)
      .catch(() => undefined);
    if (name.endsWith('.json') && kept.has(entry?.model) && entry.payload && entry.expiresAt > Date.now()) {
      this.#entries.set(key, entry);
    } else {
      await rm(file, { force: true });
    }
  }

  /** The artifact with this id, as it was stored; undefined when unknown or expired. */
  find(model: string, id: string): AdapterPayload | undefined {
    const entry = this.#entries.get(keyOf(model, id));
    return entry !== undefined && entry.expiresAt > Date.now() ? { ...entry.payload, jti: id } : undefined;
  }

  /** The session with this uid, an id of its own that is not the cookie's. */
  findSession(uid: string): AdapterPayload | undefined {
    for (const { model, payload, expiresAt } of this.#entries.values()) {
      if (model === 'Session' && payload.uid === uid && expiresAt > Date.now()) return payload;
    }
    return undefined;
  }

  async put(model: string, id: string, payload: AdapterPayload, seconds: number): Promise<void> {
    const key = keyOf(model, id);
    const entry = { model, payload, expiresAt: Date.now() + seconds * 1000 };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > mostEntries) this.#shrink();
    await this.#keep(key, entry);
  }

  /** Marks a one-time artifact as used; the issuer revokes the whole grant when it comes again. */
  async consume(model: string, id: string): Promise<void> {
    const key = keyOf(model, id);
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.payload.consumed = Math.floor(Date.now() / 1000);
    await this.#keep(key, entry);
  }

  async #keep(key: string, { model, payload, expiresAt }: Entry): Promise<void> {
    if (!kept.has(model)) return;
    const { jti: _theTokenItself, ...rest } = payload;
    await writeSecretFile(this.#file(key), JSON.stringify({ model, payload: rest, expiresAt }));
  }

  async remove(model: string, id: string): Promise<void> {
    await this.#removeKey(keyOf(model, id));
  }

  /** Removes everything that was issued under a grant. */
  async removeGrant(grantId: string): Promise<void> {
    const keys = [...this.#entries].filter(([, { payload }]) => payload.grantId === grantId).map(([key]) => key);
    await Promise.all(keys.map((key) => this.#removeKey(key)));
  }

  async #removeKey(key: string): Promise<void> {
    const model = this.#entries.get(key)?.model;
    this.#entries.delete(key);
    if (model !== undefined && kept.has(model)) await rm(this.#file(key), { force: true });
  }

  /** Forgets what is expired, then what is oldest among the short-lived. */
  #shrink(): void {
    const now = Date.now();
    for (const [key, { model, expiresAt }] of this.#entries) {
      const tooMany = this.#entries.size > mostEntries && !kept.has(model);
      if (expiresAt <= now || tooMany) void this.#removeKey(key);
    }
  }

  #file(key: string): string {
    return join(this.#folder, `${key}.json`);
  }
}

function keyOf(model: string, id: string): string {
  return `${model}-${createHash('sha256').update(id).digest('hex')}`;
}
