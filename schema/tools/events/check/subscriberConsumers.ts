import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { KnownConsumer } from './knownConsumer.ts';

interface Json {
  readonly $ref?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a document of others, of which any part may have any form
  readonly [name: string]: any;
}

/**
 * Programs outside the project, each described by an AsyncAPI 3 document in `schema/subscribers/`: its operations with
 * the action `receive` say on which topics it relies, the properties of their messages which fields it reads.
 * @throws Error that names the document when a reference leads nowhere
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationObject
 */
export function subscriberConsumers(root: string): KnownConsumer[] {
  const files = globSync('schema/subscribers/*.{yaml,yml,json}', { cwd: root }).sort();
  return files.flatMap((file) => consumersIn(file, parse(readFileSync(join(root, file), 'utf8'))));
}

function consumersIn(file: string, document: Json): KnownConsumer[] {
  const follow = (node: Json | undefined): Json => {
    const target = node?.$ref ? pointed(document, node.$ref) : node;
    if (target === undefined) throw new Error(`${file}: ${node?.$ref ?? 'a part'} is missing`);
    return target.$ref ? follow(target) : target;
  };
  const operations: [string, Json][] = Object.entries(document.operations ?? {});
  const receiving = operations.filter(([, { action }]) => action === 'receive');
  return receiving.map(([operation, { channel, messages }]) => {
    const { address, messages: all = {} } = follow(channel);
    const received: Json[] = messages ?? Object.values(all);
    const fields = received.map((message) => Object.keys(follow(follow(message).payload).properties ?? {}));
    return {
      name: `${basename(file).replace(/\.[^.]+$/, '')}.${operation}`,
      kind: 'subscriber' as const,
      topic: String(address),
      ...(fields.length > 0 && fields.every(({ length }) => length > 0) && { reads: [...new Set(fields.flat())] }),
      readsPersonalData: false,
    };
  });
}

/** What a JSON pointer such as `#/channels/lead.created` leads to (RFC 6901). */
function pointed(document: Json, reference: string): Json | undefined {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json | undefined>((node, step) => node?.[step], document);
}
