import type { JWK } from 'jose';
import { issuerSecrets, replaceKeys, signingKeys } from './issuerSecrets.ts';

/**
 * Gives the embedded issuer new signing keys, in force at its next start. Those it signed with until then are still published,
 * so that tokens which are out live to their end; those before them are gone, and tokens signed with them are refused.
 *
 * @throws CodedError DATA_FOLDER_DAMAGED when the file of its secrets cannot be used
 */
export async function rotateIssuerKeys(dataDir: string): Promise<void> {
  const [fresh, secrets] = await Promise.all([signingKeys(), issuerSecrets(dataDir)]);
  await replaceKeys(dataDir, secrets, [...fresh, ...inForce(secrets.keys)]);
}

/** The first key of each algorithm, with which the issuer signs. */
function inForce(keys: readonly JWK[]): JWK[] {
  return keys.filter(({ alg }, index) => keys.findIndex((key) => key.alg === alg) === index);
}
