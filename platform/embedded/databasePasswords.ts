import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { secretFile } from './secretFile.ts';

/**
 * Gives the passwords of the database roles that the embedded start makes. All derive from one secret in the data
 * folder, so that a new subgraph needs no new file.
 *
 * @throws CodedError DATA_FOLDER_DAMAGED when the secret is there but not whole
 */
export async function databasePasswords(dataDir: string): Promise<(role: string) => string> {
  const file = join(dataDir, 'keys', 'database-passwords');
  const secret = await secretFile(file, parse, () => randomBytes(32).toString('base64url'));
  return (role) => createHmac('sha256', secret).update(role).digest('base64url');
}

function parse(text: string): string {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) throw new Error('the secret is not whole');
  return text;
}
