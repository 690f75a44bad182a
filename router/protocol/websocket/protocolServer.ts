import { GraphQLError } from 'graphql';
import { makeServer, type Server } from 'graphql-ws';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { codedErrorForClient } from '../../errors/errorForClient.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { FrameStream } from '../../live/frameStream.ts';
import type { Answer } from '../../pipeline/answer.ts';
import { operationParameters } from '../../pipeline/operationParameters.ts';
import type { TransportParts } from '../transportParts.ts';
import { identified } from './answerPing.ts';
import type { Connection } from './connection.ts';

/** What graphql-ws keeps per connection for us. */
export interface ConnectionExtra {
  readonly connection: Connection;
}

/**
 * The protocol of graphql-transport-ws, by graphql-ws: it parses messages, keeps the ids, and closes with the
 * protocol's codes. Operations run through the same stages as over HTTP.
 *
 * Frames do not go through its `next`, which would validate and serialise each message again for every subscriber.
 * The iterator that it gets instead yields nothing: frames are written to the socket as prepared bytes, while start,
 * end and errors of the operation stay with graphql-ws.
 */
export function protocolServer(parts: TransportParts, initTimeout: number): Server<ConnectionExtra> {
  const ids = new WeakMap<object, string>();

  return makeServer<Record<string, unknown>, ConnectionExtra>({
    connectionInitWaitTimeout: initTimeout,

    async onConnect({ connectionParams, extra: { connection } }) {
      const principal = await identified(connection, connectionParams, parts);
      // graphql-ws keeps what it got, for as long as the socket lives; the token is of no use any more.
      const kept = connectionParams as Record<string, unknown> | undefined;
      delete kept?.Authorization;
      delete kept?.authorization;
      if (principal === undefined) return false;
      connection.identify(principal);
      return true;
    },

    async onSubscribe({ subscriptions, extra: { connection } }, id, payload) {
      const limit = parts.subscriptionsPerSocket;
      if (Object.keys(subscriptions).length > limit) {
        return [asGraphQLError(codedErrorForClient('LIMIT_SUBSCRIPTIONS', undefined, { scope: 'socket', limit }))];
      }
      const requestId = uuidv7();
      try {
        const exchange = parts.begin({
          transport: 'websocket',
          requestId,
          headers: connection.headers,
          principal: connection.principal,
          parameters: operationParameters(payload),
          safeMethod: false,
          signal: connection.gone.signal,
        });
        const running = parts.run(exchange);
        connection.opening(running);
        const outcome = await running;
        if (outcome instanceof FrameStream) connection.streaming(id, outcome);
        parts.logger.info(
          {
            requestId,
            operation: exchange.document?.operation?.name?.value,
            kind: exchange.document?.operation?.operation,
            tenantId: connection.principal?.tenantId,
            userId: connection.principal?.userId,
          },
          'operation',
        );
        // graphql-ws reads the kind of the operation from the document and then asks for the result.
        const args = { document: exchange.document!.document, schema: undefined as never, contextValue: { outcome } };
        ids.set(args.contextValue, JSON.stringify(id));
        return { ...args, operationName: exchange.parameters.operationName };
      } catch (error) {
        const refused = RequestRefused.from(error);
        if (refused.code === 'INTERNAL_ERROR') parts.logger.error({ err: error, requestId }, 'operation failed');
        return refused.errors.map((each) => asGraphQLError(each, requestId));
      }
    },

    execute: ({ contextValue }) => JSON.parse(((contextValue as Held).outcome as Answer).json),
    subscribe: ({ contextValue }) => (contextValue as Held).outcome as never,

    onOperation({ extra: { connection } }, _id, _payload, { contextValue }, result) {
      const id = ids.get(contextValue as object);
      if (!(result instanceof FrameStream) || id === undefined) return undefined;
      return result.writeTo((frame) => connection.write(frame, id)) as never;
    },

    onNext: (_context, _id, _payload, _args, result) => result as never,

    onError: (_context, _id, _payload, errors) =>
      errors.map((error) => {
        const cause = 'originalError' in error ? error.originalError : undefined;
        return cause ? RequestRefused.from(cause).errors[0]! : error;
      }) as never,
  });
}

interface Held {
  readonly outcome: Answer | FrameStream | AsyncIterable<unknown>;
}

function asGraphQLError(
  error: { readonly message: string; readonly extensions: object },
  requestId?: string,
): GraphQLError {
  const { message, extensions, ...rest } = error;
  return Object.assign(
    new GraphQLError(message, { extensions: { ...extensions, ...(requestId && { requestId }) } }),
    rest,
  );
}
