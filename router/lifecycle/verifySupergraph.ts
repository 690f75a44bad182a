import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { CodedError } from '#platform/errors/codedError.ts';

/** A supergraph as it was found, with what vouches for it. */
export interface FoundSupergraph {
  readonly sdl: string;
  /** SHA-256 in hexadecimal, where one was found beside it. */
  readonly sha256?: string | undefined;
  /** Ed25519 signature of its bytes in base64, where one was found. */
  readonly signature?: string | undefined;
}

/** The checksum by which supergraphs are told apart, in logs and here. */
export function checksumOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}

/**
 * Makes sure that a supergraph is whole, and where a key is given, that its owner signed it.
 *
 * @throws CodedError SUPERGRAPH_NOT_TRUSTED
 */
export function verifySupergraph(found: FoundSupergraph, key: KeyObject | undefined): void {
  const expected = found.sha256?.trim().split(/\s/, 1)[0]?.toLowerCase();
  if (expected !== undefined && expected !== checksumOf(found.sdl)) {
    throw new CodedError('SUPERGRAPH_NOT_TRUSTED', { message: 'The supergraph does not have its checksum.' });
  }
  if (key === undefined) return;
  const signature = Buffer.from(found.signature?.trim() ?? '', 'base64');
  if (signature.length > 0 && verify(null, Buffer.from(found.sdl), key, signature)) return;
  throw new CodedError('SUPERGRAPH_NOT_TRUSTED', { message: 'The supergraph has no signature that fits the key.' });
}

/**
 * Reads the public key that supergraphs must be signed for.
 * @throws CodedError CONFIG_INVALID when it is no Ed25519 key in PEM
 */
export function supergraphKey(pem: string, file: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw unusable(file, cause);
  }
  throw unusable(file);
}

function unusable(file: string, cause?: unknown): CodedError {
  const message = `SUPERGRAPH_PUBLIC_KEY_FILE must name an Ed25519 public key in PEM; ${file} is none.`;
  return new CodedError('CONFIG_INVALID', { message, cause });
}
