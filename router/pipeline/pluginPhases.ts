import { envelop, type Plugin, useEngine } from '@envelop/core';
import type { DocumentNode, ExecutionArgs, GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';

/** How the router itself parses, validates, executes and subscribes; Envelop's hooks go around it. */
export interface EngineFunctions {
  parse(text: string): DocumentNode;
  /** @param added rules of plugins, besides those of the specification */
  validate(schema: GraphQLSchema, document: DocumentNode, added?: readonly ValidationRule[]): readonly GraphQLError[];
  execute(args: ExecutionArgs): unknown;
  subscribe(args: ExecutionArgs): unknown;
}

/** The phases of one operation, each with the hooks that plugins registered for it. */
export interface Phases extends EngineFunctions {
  /** Builds the context; plugins may extend it. */
  context(): Promise<object> | object;
}

/** Envelop around the router's engine, for every transport. */
export interface PluginPhases {
  /** Which phases some plugin takes part in; the others are called directly and cost what the engine costs. */
  readonly hooked: Readonly<Record<'parse' | 'validate' | 'context' | 'execute' | 'subscribe', boolean>>;
  /** Begins an operation. `context` is what plugins see and extend. */
  begin(context: object): Phases;
}

/**
 * Makes the phases from Envelop plugins, ours and the operator's.
 * Envelop wraps a phase as soon as anything is registered for it, and our engine is registered for all of them; hence a
 * phase in which no other plugin takes part bypasses the wrapping.
 */
export function createPluginPhases(engine: EngineFunctions, plugins: readonly Plugin[]): PluginPhases {
  const getEnveloped = envelop({ plugins: [useEngine(engine as Parameters<typeof useEngine>[0]), ...plugins] });
  // Plugins may add plugins, so the list is read from what Envelop made of it; the first one is the engine.
  const others = (getEnveloped._plugins as Plugin[]).slice(1);
  const some = (hook: keyof Plugin, phase: keyof NonNullable<Plugin['instrumentation']>): boolean =>
    others.some((plugin) => plugin[hook] !== undefined || plugin.instrumentation?.[phase] !== undefined);
  const hooked = {
    parse: some('onParse', 'parse'),
    validate: some('onValidate', 'validate'),
    context: some('onContextBuilding', 'context'),
    execute: some('onExecute', 'execute'),
    subscribe: some('onSubscribe', 'subscribe'),
  };
  const any = Object.values(hooked).includes(true) || some('onEnveloped', 'init');

  return {
    hooked,
    begin(context) {
      if (!any) return { ...engine, context: () => context };
      const enveloped = getEnveloped(context as Record<string, unknown>);
      return {
        parse: hooked.parse ? enveloped.parse : engine.parse,
        validate: hooked.validate ? (schema, document) => enveloped.validate(schema, document) : engine.validate,
        context: hooked.context ? () => enveloped.contextFactory() : () => context,
        execute: hooked.execute ? enveloped.execute : engine.execute,
        subscribe: hooked.subscribe ? enveloped.subscribe : engine.subscribe,
      };
    },
  };
}
