import { type ConstDirectiveNode, type DocumentNode, Kind, parse, type TypeNode } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { linksOf } from './apiSchema.ts';

/** How one subscription field is fed from the event log, as `@eventStream` says. */
export interface EventStream {
  /** Name of the subscription field. */
  readonly field: string;
  readonly topic: string;
  /** Entity field to payload field, from `entity: "{ id: alert_id }"`. */
  readonly entity: Readonly<Record<string, string>>;
  /** CEL over `event`, `args` and `user`. */
  readonly filter: string | undefined;
  /** Name of the entity's type. */
  readonly type: string;
}

/**
 * The event streams of a supergraph, by subscription field.
 *
 * @throws CodedError SUPERGRAPH_INVALID when an `entity` argument is no selection
 */
export function eventStreamsOf(supergraph: DocumentNode): ReadonlyMap<string, EventStream> {
  const directiveName = nameOfEventStream(supergraph);
  const streams = new Map<string, EventStream>();
  for (const definition of supergraph.definitions) {
    const isSubscription =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === subscriptionNameOf(supergraph);
    if (!isSubscription) continue;
    for (const field of definition.fields ?? []) {
      const directive = field.directives?.find((candidate) => candidate.name.value === directiveName);
      if (directive === undefined) continue;
      streams.set(field.name.value, {
        field: field.name.value,
        topic: textOf(directive, 'topic') ?? '',
        entity: mappingOf(textOf(directive, 'entity') ?? '', field.name.value),
        filter: textOf(directive, 'filter'),
        type: namedType(field.type),
      });
    }
  }
  return streams;
}

/** The directive is imported under its own name or another, or stands under the prefix of its specification. */
function nameOfEventStream(supergraph: DocumentNode): string {
  for (const link of linksOf(supergraph)) {
    const imported = link.imports.find((entry) => entry.name === '@eventStream');
    if (imported) return imported.as.slice(1);
  }
  const defined = supergraph.definitions.find(
    (definition) => definition.kind === Kind.DIRECTIVE_DEFINITION && definition.name.value.endsWith('__eventStream'),
  );
  return defined?.kind === Kind.DIRECTIVE_DEFINITION ? defined.name.value : 'eventStream';
}

function subscriptionNameOf(supergraph: DocumentNode): string {
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
    const root = definition.operationTypes.find(({ operation }) => operation === 'subscription');
    if (root) return root.type.name.value;
  }
  return 'Subscription';
}

function textOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** A selection with aliases: the alias is the entity's field, the name is the payload's. */
function mappingOf(selection: string, field: string): Record<string, string> {
  try {
    const [definition] = parse(selection).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It is no selection.');
    return Object.fromEntries(
      definition.selectionSet.selections.map((item) => {
        if (item.kind !== Kind.FIELD || item.selectionSet) throw new Error('Only plain fields can be mapped.');
        return [(item.alias ?? item.name).value, item.name.value];
      }),
    );
  } catch (cause) {
    const message = `The entity of @eventStream on ${field} is not valid: ${selection}`;
    throw new CodedError('SUPERGRAPH_INVALID', { message, cause });
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
