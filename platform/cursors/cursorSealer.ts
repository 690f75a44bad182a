import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { PositionVector } from '#platform/event-log/eventLog.ts';
import { RecentMap } from '#platform/identity/recentMap.ts';
import { CursorBinder, type CursorBinding } from './cursorBinder.ts';
import type { CursorKey, CursorKeys } from './cursorKeys.ts';
import type { CursorOwner } from './cursorOwner.ts';
import { positionBytes, positionOfBytes } from './positionBytes.ts';

/** Why a cursor was not accepted, for the log. */
export type CursorRefusal = 'malformed' | 'unknown-key' | 'other-tenant' | 'forged' | 'other-user' | 'other-topic';

/** The positions that a cursor holds, or why it was refused. */
export type OpenedCursor =
  | { readonly vector: PositionVector; readonly refused?: undefined }
  | { readonly vector?: undefined; readonly refused: CursorRefusal };

/** Makes and opens live cursors: `<sealed position>.<binding>`. */
export interface CursorSealer {
  /** The first part of a cursor; it is the same for all users of a tenant, so that a group of subscribers shares it. */
  seal(tenantId: string, vector: PositionVector): string;
  /** What makes sealed positions cursors of one user. */
  bindingOf(owner: CursorOwner): CursorBinding;
  /** The second parts of cursors: for a sealed position of the users' tenant, in the order of the users. */
  bindAll(sealed: string, bindings: readonly CursorBinding[]): string[];
  /** A whole cursor. */
  cursor(owner: CursorOwner, vector: PositionVector): string;
  /** Opens a cursor of this owner that covers the topic; the vector has that topic only. */
  open(cursor: string, owner: CursorOwner, topic: string): OpenedCursor;
}

const version = 3;
const idBytes = 4;
const tenantBytes = 8;
const headerBytes = 1 + idBytes + tenantBytes;
const nonceBytes = 12;
const tagBytes = 16;
const longest = 16_384;
const shape = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})$/;
const tenantsAtMost = 1_000;
const noncesAtOnce = 256;

/** What all sealed positions of a tenant under one key have in common. */
interface TenantSeal {
  readonly key: KeyObject;
  readonly header: Buffer;
}

/**
 * Makes the sealer. A position is encrypted with AES-256-GCM (NIST SP 800-38D) under a key of its tenant, so that nobody
 * reads from offsets how much others do; the second part depends on the first one and the user, so that no one else can
 * use it and no part of another cursor fits to it.
 */
export function createCursorSealer(keys: CursorKeys): CursorSealer {
  const [current] = keys;
  const binders = new Map<CursorKey, CursorBinder>();
  const seals = new Map(keys.map((key) => [key, new RecentMap<string, TenantSeal>(tenantsAtMost)]));
  const nonces = { bytes: Buffer.alloc(0), at: 0 };

  function sealOf(key: CursorKey, tenantId: string): TenantSeal {
    const known = seals.get(key)!.get(tenantId);
    if (known) return known;
    const digest = createHash('sha256').update(tenantId).digest().subarray(0, tenantBytes);
    const made = {
      key: createSecretKey(createHmac('sha256', key.sealing).update(tenantId).digest()),
      header: Buffer.concat([Buffer.from([version]), key.id, digest]),
    };
    seals.get(key)!.set(tenantId, made);
    return made;
  }

  /** Random bytes, each given out once; made for many at once, since a call costs as much for few as for many. */
  function nextNonce(): Buffer {
    if (nonces.at === nonces.bytes.length) {
      nonces.bytes = randomBytes(noncesAtOnce * nonceBytes);
      nonces.at = 0;
    }
    nonces.at += nonceBytes;
    return nonces.bytes.subarray(nonces.at - nonceBytes, nonces.at);
  }

  function binderOf(key: CursorKey): CursorBinder {
    const binder = binders.get(key) ?? new CursorBinder(key.binding);
    binders.set(key, binder);
    return binder;
  }

  function bind(key: CursorKey, sealed: string, owner: CursorOwner): string {
    const binder = binderOf(key);
    return binder.bind(sealed, binder.bindingOf(owner));
  }

  function seal(tenantId: string, vector: PositionVector): string {
    const { key, header } = sealOf(current, tenantId);
    const nonce = nextNonce();
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
    const sealed = [header, nonce, cipher.update(positionBytes(vector)), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat(sealed).toString('base64url');
  }

  return {
    seal,
    bindingOf: (owner) => binderOf(current).bindingOf(owner),
    bindAll: (sealed, bindings) => binderOf(current).bindAll(sealed, bindings),
    cursor(owner, vector) {
      const sealed = seal(owner.tenantId, vector);
      return `${sealed}.${bind(current, sealed, owner)}`;
    },
    open(cursor, owner, topic) {
      const [, sealed, binding] = (cursor.length <= longest && shape.exec(cursor)) || [];
      if (sealed === undefined || binding === undefined) return { refused: 'malformed' };
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= headerBytes + nonceBytes + tagBytes || bytes[0] !== version) return { refused: 'malformed' };
      const id = bytes.subarray(1, 1 + idBytes);
      const key = keys.find((each) => each.id.equals(id));
      if (!key) return { refused: 'unknown-key' };
      const ofTenant = sealOf(key, owner.tenantId);
      if (!bytes.subarray(0, headerBytes).equals(ofTenant.header)) return { refused: 'other-tenant' };
      const vector = decrypted(bytes, ofTenant.key);
      // Only one spelling of the bytes is a cursor: base64 ignores bits at its end.
      if (!vector || bytes.toString('base64url') !== sealed) return { refused: 'forged' };
      const expected = Buffer.from(bind(key, sealed, owner));
      if (!timingSafeEqual(expected, Buffer.from(binding))) return { refused: 'other-user' };
      const offsets = Object.hasOwn(vector, topic) ? vector[topic] : undefined;
      return offsets ? { vector: { [topic]: offsets } } : { refused: 'other-topic' };
    },
  };
}

function decrypted(bytes: Buffer, key: KeyObject): PositionVector | undefined {
  const nonce = bytes.subarray(headerBytes, headerBytes + nonceBytes);
  const cipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    .setAAD(bytes.subarray(0, headerBytes))
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    const text = cipher.update(bytes.subarray(headerBytes + nonceBytes, -tagBytes));
    return positionOfBytes(Buffer.concat([text, cipher.final()]));
  } catch {
    return undefined;
  }
}
