import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CodedError } from '#platform/errors/codedError.ts';
import type { DataKey } from './tenantKeys.ts';

/** The keys that wrap data keys: the first one wraps, all of them unwrap. */
export interface MasterKeys {
  /** Name of the key that wraps. */
  readonly presentId: string;
  wrap(tenantId: string, key: DataKey): Buffer;
  /** @throws CodedError MASTER_KEY_MISSING, PERSONAL_DATA_UNREADABLE when the wrapped key was altered or is another's */
  unwrap(tenantId: string, wrapped: { keyId: string; masterKeyId: string; bytes: Buffer }): DataKey;
}

const line = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9_-]{43})$/;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Reads a file of master keys: one per line, a name, a colon, and 32 bytes in base64url. The first line is the present key.
 * @throws Error that names the line, never the key
 */
export function parseMasterKeys(text: string): MasterKeys {
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  if (lines.length === 0) throw new Error('there is no master key');
  const keys = new Map<string, Buffer>();
  for (const [index, each] of lines.entries()) {
    const parts = line.exec(each.trim());
    if (!parts || keys.has(parts[1]!)) throw new Error(`line ${index + 1} is no master key of a new name`);
    keys.set(parts[1]!, Buffer.from(parts[2]!, 'base64url'));
  }
  const [[presentId, present]] = [...keys] as [[string, Buffer]];
  return {
    presentId,
    wrap(tenantId, key) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', present, nonce).setAAD(bound(tenantId, key.id));
      const wrapped = Buffer.concat([cipher.update(key.bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), wrapped]);
    },
    unwrap(tenantId, { keyId, masterKeyId, bytes }) {
      const master = keys.get(masterKeyId);
      if (!master) throw new CodedError('MASTER_KEY_MISSING', { details: { masterKeyId } });
      try {
        const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(bound(tenantId, keyId)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const key = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
        return { id: keyId, bytes: key };
      } catch (cause) {
        throw new CodedError('PERSONAL_DATA_UNREADABLE', { message: 'A wrapped data key was altered.', cause });
      }
    },
  };
}

/** The text of a file with one new master key. */
export function newMasterKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64url')}\n`;
}

/** A wrapped key is bound to its tenant and id, so that rows cannot be exchanged. */
function bound(tenantId: string, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['data-key', tenantId, keyId]));
}
