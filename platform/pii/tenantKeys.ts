/** A key that encrypts the personal data of one tenant. */
export interface DataKey {
  /** UUID; stands in each value that the key encrypted. */
  readonly id: string;
  /** 32 bytes for AES-256. Never stored or logged as they are. */
  readonly bytes: Buffer;
}

/**
 * The data keys of all tenants. A tenant has one present key, which encrypts, and the earlier ones, which decrypt what
 * they encrypted. All functions throw CodedError PERSONAL_DATA_KEYS_UNAVAILABLE when the keys cannot be reached and
 * MASTER_KEY_MISSING when the configured master keys do not unwrap one.
 */
export interface TenantKeys {
  /**
   * The key that encrypts now; made when the tenant has none.
   * @throws CodedError TENANT_SHREDDED when the tenant's keys were destroyed
   */
  present(tenantId: string): Promise<DataKey>;
  /** The tenant's key of that id; nothing when there is none (any more). */
  find(tenantId: string, keyId: string): Promise<DataKey | undefined>;
  /** Gives the tenant a new present key. Other processes use it within a minute. */
  rotate(tenantId: string): Promise<void>;
  /**
   * Destroys all keys of a tenant for ever: what they encrypted, in log, outbox and backups alike, can never be read
   * again. Other processes forget the keys within a minute.
   */
  shred(tenantId: string): Promise<void>;
  /** Wraps all data keys by the first master key, so that the others can be given up; says how many were not yet. */
  rewrap(): Promise<number>;
  close(): Promise<void>;
}
