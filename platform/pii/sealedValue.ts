import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CodedError } from '#platform/errors/codedError.ts';
import type { DataKey } from './tenantKeys.ts';

/** Where a personal value stands: it can be read nowhere else. */
export interface ValuePlace {
  readonly tenantId: string;
  readonly topic: string;
  readonly field: string;
  readonly eventId: string;
}

const form = /^enc:v1:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([A-Za-z0-9_-]{38,})$/;
const nonceBytes = 12;
const tagBytes = 16;

/** Whether a value of an event is encrypted. */
export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('enc:v1:');
}

/**
 * The id of the key that encrypted the value.
 * @throws CodedError PERSONAL_DATA_UNREADABLE when it has another form
 */
export function keyIdOf(sealed: string): string {
  const id = form.exec(sealed)?.[1];
  if (id === undefined) throw new CodedError('PERSONAL_DATA_UNREADABLE');
  return id;
}

/**
 * Encrypts a value by AES-256-GCM with a random nonce: `enc:v1:<key id>:<base64url of nonce, tag, ciphertext>`. Tenant,
 * topic, field and event id are authenticated with it.
 * @see https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf
 */
export function seal(value: string, key: DataKey, place: ValuePlace): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(bound(place));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return `enc:v1:${key.id}:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/**
 * Decrypts what `seal` made.
 * @throws CodedError PERSONAL_DATA_UNREADABLE when it was altered or stood elsewhere
 */
export function unseal(sealed: string, key: DataKey, place: ValuePlace): string {
  const body = Buffer.from(form.exec(sealed)?.[2] ?? '', 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, body.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(bound(place)).setAuthTag(body.subarray(nonceBytes, nonceBytes + tagBytes));
    return decipher.update(body.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new CodedError('PERSONAL_DATA_UNREADABLE', { cause });
  }
}

function bound({ tenantId, topic, field, eventId }: ValuePlace): Buffer {
  return Buffer.from(JSON.stringify([tenantId, topic, field, eventId]));
}
