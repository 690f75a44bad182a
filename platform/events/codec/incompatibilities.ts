import type { EventSchema } from './eventSchemas.ts';

interface Question {
  readonly host: string;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly subject: string;
  readonly schema: EventSchema;
}

/**
 * Asks a registry whether readers of the schema can read what the subject's latest schema wrote.
 * @returns what keeps it from that, to be put after "The schema of …"; nothing when they can or the subject is new
 * @throws Error with `status` when the registry refuses to answer, without it when it cannot be reached
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html#compatibility
 */
export async function incompatibilities({ host, auth, subject, schema }: Question): Promise<string | undefined> {
  const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions/latest?verbose=true`;
  const credentials = auth && Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
  const response = await fetch(`${host}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      ...(credentials && { authorization: `Basic ${credentials}` }),
    },
    body: JSON.stringify({ schema: JSON.stringify(schema), schemaType: 'AVRO' }),
    signal: AbortSignal.timeout(5_000),
  });
  if (response.status === 404) return undefined;
  if (!response.ok) {
    throw Object.assign(new Error(`the registry answered ${response.status}`), { status: response.status });
  }
  const answer = (await response.json()) as { is_compatible?: boolean; messages?: string[] };
  if (answer.is_compatible !== false) return undefined;
  const reasons = answer.messages?.length ? `: ${answer.messages.join('; ')}` : '';
  return `cannot read events of the version in the registry${reasons}`;
}
