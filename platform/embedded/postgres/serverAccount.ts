import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CodedError } from '#platform/errors/codedError.ts';

/** The user in whose name PostgreSQL runs: it refuses to run as root. */
export type ServerAccount =
  /** The present user, who is not root. */
  | { readonly kind: 'self' }
  /** Root outside, nobody within a user namespace: files stay root's, whatever the folders above them allow. */
  | { readonly kind: 'namespace' }
  /** Another user, whose files these are; only root can do this. */
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number };

const nobody = 65534;

/**
 * Decides who runs PostgreSQL on a data folder, so that a folder once made is used by its owner ever after.
 * @param cluster the data folder, which need not exist
 * @throws CodedError EMBEDDED_POSTGRES_DAMAGED when it belongs to somebody else, EMBEDDED_POSTGRES_UNAVAILABLE when
 * root can become no other user here
 */
export async function serverAccount(cluster: string): Promise<ServerAccount> {
  const uid = process.getuid?.() ?? -1;
  const owner = await ownerOf(cluster);
  if (uid !== 0) {
    if (owner === undefined || owner.uid === uid) return { kind: 'self' };
    throw new CodedError('EMBEDDED_POSTGRES_DAMAGED', {
      message: `The data folder ${cluster} belongs to user ${owner.uid}, not to you (${uid}). Start as that user, give the folder to yours, or choose another folder.`,
      details: { folder: cluster },
    });
  }
  if (owner !== undefined && owner.uid !== 0) return { kind: 'user', ...owner };
  if (await namespacesWork()) return { kind: 'namespace' };
  if (owner === undefined) return { kind: 'user', uid: nobody, gid: nobody };
  throw new CodedError('EMBEDDED_POSTGRES_UNAVAILABLE', {
    message: `PostgreSQL does not run as root, and this system allows no user namespace. Start as another user, or give ${cluster} to one (chown -R) and start again.`,
    details: { folder: cluster },
  });
}

/** The command that runs the rest of a command line in the name of an account; empty for the present user. */
export function accountCommand(account: ServerAccount): string[] {
  switch (account.kind) {
    case 'self':
      return [];
    case 'namespace':
      return ['unshare', '--user', `--map-user=${nobody}`];
    case 'user':
      return ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  }
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CodedError('EMBEDDED_POSTGRES_DAMAGED', {
      message: `The data folder ${path} cannot be read (${(error as Error).message}). Correct its permissions, or choose another folder.`,
      cause: error,
      details: { folder: path },
    });
  }
}

async function namespacesWork(): Promise<boolean> {
  try {
    await promisify(execFile)('unshare', ['--user', `--map-user=${nobody}`, 'true']);
    return true;
  } catch {
    return false;
  }
}
