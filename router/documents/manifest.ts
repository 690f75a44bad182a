import { createHash } from 'node:crypto';
import { CodedError } from '#platform/errors/codedError.ts';

/** One operation that was registered ahead. */
export interface ManifestOperation {
  readonly id: string;
  readonly text: string;
  /** For the log; manifests of codegen have no names. */
  readonly name: string | undefined;
}

/** Registered operations, and whose they are. */
export interface Manifest {
  /** An audience, or `partner:<name>` for one partner alone. */
  readonly scope: string;
  readonly operations: readonly ManifestOperation[];
}

/** Entries that one manifest may have. */
const entriesAtMost = 20_000;

/**
 * Reads a manifest: codegen's persisted documents, `{ hash: text }`, or Apollo's, `{ format, version: 1, operations }`.
 * An identifier that looks like a SHA-256 or SHA-1 must be that of its text, so that a text cannot be altered unseen.
 *
 * @param source names the file in messages
 * @throws CodedError MANIFEST_INVALID
 * @see https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format
 * @see https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#persisted-documents
 */
export function parseManifest(json: string, scope: string, source: string): Manifest {
  const fault = (what: string): CodedError =>
    new CodedError('MANIFEST_INVALID', { message: `The manifest ${source} ${what}.` });
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw fault('is not JSON');
  }
  if (!isObject(content)) throw fault('is not a JSON object');
  const operations = 'format' in content ? apolloOperations(content, fault) : codegenOperations(content, fault);
  if (operations.length > entriesAtMost) throw fault(`has more than ${entriesAtMost} operations`);
  const ids = new Set<string>();
  for (const { id, text } of operations) {
    if (ids.has(id)) throw fault(`has the identifier ${id} twice`);
    ids.add(id);
    const algorithm = hashOf(id);
    if (algorithm && createHash(algorithm).update(text).digest('hex') !== id) {
      throw fault(`has a text that does not fit its identifier ${id}`);
    }
  }
  return { scope, operations };
}

type Fault = (what: string) => CodedError;

function apolloOperations(content: Record<string, unknown>, fault: Fault): ManifestOperation[] {
  const { format, version, operations } = content;
  if (format !== 'apollo-persisted-query-manifest') throw fault('has a format that is not known');
  if (version !== 1) throw fault('has a version other than 1');
  if (!Array.isArray(operations)) throw fault('has no list of operations');
  return operations.map((each: unknown, index) => {
    if (!isObject(each)) throw fault(`has an operation that is no object, number ${index + 1}`);
    const { id, body, name } = each;
    if (typeof id !== 'string' || id === '' || typeof body !== 'string' || body === '') {
      throw fault(`has an operation without id or body, number ${index + 1}`);
    }
    return { id: plainId(id), text: body, name: typeof name === 'string' ? name : undefined };
  });
}

function codegenOperations(content: Record<string, unknown>, fault: Fault): ManifestOperation[] {
  return Object.entries(content).map(([id, text]) => {
    if (typeof text !== 'string' || text === '') throw fault(`has no text for ${id}`);
    return { id: plainId(id), text, name: undefined };
  });
}

/** An identifier without the algorithm that some tools write before it. */
export function plainId(id: string): string {
  return id.startsWith('sha256:') ? id.slice(7) : id;
}

function hashOf(id: string): 'sha256' | 'sha1' | undefined {
  if (/^[0-9a-f]{64}$/.test(id)) return 'sha256';
  return /^[0-9a-f]{40}$/.test(id) ? 'sha1' : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
