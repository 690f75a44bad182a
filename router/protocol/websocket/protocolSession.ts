import { type Message, MessageType, parseMessage, type SubscribePayload } from 'graphql-ws';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { isJsonNestedDeeper } from '../../documents/nesting.ts';
import { codedErrorForClient } from '../../errors/errorForClient.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { ErrorForClient } from '../../execute/compiledOperation.ts';
import { FrameStream } from '../../live/frameStream.ts';
import { Answer } from '../../pipeline/answer.ts';
import type { Exchange } from '../../pipeline/exchange.ts';
import { levelsAtMost, operationParameters } from '../../pipeline/operationParameters.ts';
import type { TransportParts } from '../transportParts.ts';
import { answerPing } from './answerPing.ts';
import { closeCodes } from './closeCodes.ts';
import type { Connection } from './connection.ts';
import { identified } from './identified.ts';
import { Operation, type OperationOwner } from './operation.ts';

/** A message with a request whose variables nest as deep as they may. */
const messageLevelsAtMost = levelsAtMost + 2;

/**
 * The server's side of graphql-transport-ws for one connection. Messages are parsed and checked by graphql-ws; ids and
 * transitions are kept here, because graphql-ws keeps the whole request of each subscription for as long as that lives.
 * Operations run through the same stages as over HTTP.
 *
 * States: *opened*; *initialising*, from `connection_init` on; *acknowledged*; *ended*, when messages are heard no more. Whatever a state does not allow closes
 * the connection with the protocol's code.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class ProtocolSession implements OperationOwner {
  readonly connection: Connection;
  readonly #parts: TransportParts;
  readonly #operations = new Map<string, Operation>();
  #state: 'opened' | 'initialising' | 'acknowledged' | 'ended' = 'opened';
  #initWait: NodeJS.Timeout | undefined;

  /** @param initTimeout milliseconds that a client may take to send `connection_init` (4408 afterwards) */
  constructor(connection: Connection, parts: TransportParts, initTimeout: number) {
    this.connection = connection;
    this.#parts = parts;
    this.#initWait = setTimeout(
      () => connection.close(closeCodes.initialisationTimeout, 'Connection initialisation timeout'),
      initTimeout,
    );
  }

  /** Takes a message of the client; resolves when it is dealt with, though streams may go on. */
  async receive(text: string): Promise<void> {
    if (this.#state === 'ended') return undefined;
    const message = messageIn(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return this.#initialise(message.payload);
      case MessageType.Ping:
        return answerPing(this.connection, message.payload, () => this.#cursors(), this.#parts);
      case MessageType.Pong:
        return undefined;
      case MessageType.Subscribe:
        return this.connection.opening(this.#subscribe(message.id, message.payload));
      case MessageType.Complete: {
        const operation = this.#operations.get(message.id);
        this.#operations.delete(message.id);
        return operation?.leave();
      }
      // Not of the protocol, or what only servers send.
      default:
        return this.connection.close(closeCodes.invalidMessage, 'Invalid message received');
    }
  }

  /** Tells the client that the operation has come to its end, unless it ended it itself. */
  complete(operation: Operation): void {
    if (this.#forget(operation)) void this.connection.send(operation.message('complete'));
  }

  /** Tells the client why the operation ended. */
  fail(operation: Operation, error: unknown): void {
    this.#refuse(operation, RequestRefused.from(error).errors);
  }

  /** Releases everything: the connection has closed or is about to. */
  end(): void {
    this.#state = 'ended';
    clearTimeout(this.#initWait);
    const operations = [...this.#operations.values()];
    this.#operations.clear();
    for (const operation of operations) operation.leave();
  }

  /** Cursors of the streams that can be resumed, by the ids of their operations. */
  #cursors(): Record<string, string> {
    const cursors: [string, string][] = [];
    for (const { id, stream } of this.#operations.values()) {
      const cursor = stream instanceof FrameStream ? stream.cursor : undefined;
      if (cursor !== undefined) cursors.push([id, cursor]);
    }
    return Object.fromEntries(cursors);
  }

  async #initialise(payload: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    const { connection } = this;
    if (this.#state !== 'opened') {
      connection.close(closeCodes.tooManyInitialisations, 'Too many initialisation requests');
      return;
    }
    this.#state = 'initialising';
    clearTimeout(this.#initWait);
    this.#initWait = undefined;
    const principal = await identified(connection, payload, this.#parts);
    if (principal === undefined || this.#ended()) return;
    connection.identify(principal);
    this.#state = 'acknowledged';
    await connection.send('{"type":"connection_ack"}');
  }

  async #subscribe(id: string, payload: SubscribePayload): Promise<void> {
    const { connection } = this;
    if (this.#state !== 'acknowledged') return connection.close(closeCodes.unauthorized, 'Unauthorized');
    if (this.#operations.has(id)) {
      return connection.close(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
    }
    const operation = new Operation(id, this);
    const limit = this.#parts.subscriptionsPerSocket;
    this.#operations.set(id, operation);
    if (this.#operations.size > limit) {
      this.#refuse(operation, [codedErrorForClient('LIMIT_SUBSCRIPTIONS', undefined, { scope: 'socket', limit })]);
      return;
    }
    const outcome = await this.#outcomeOf(operation, payload);
    if (outcome instanceof Answer) this.#answer(operation, outcome);
    else if (outcome) this.#stream(operation, outcome);
  }

  /** What the stages make of the operation; undefined when it was refused, and the client told so. */
  async #outcomeOf(operation: Operation, payload: SubscribePayload): Promise<Exchange['outcome']> {
    const { headers, principal } = this.connection;
    const { begin, run, logger, admission, rateLimits } = this.#parts;
    const requestId = uuidv7();
    try {
      const parameters = operationParameters(payload);
      const arrival = { transport: 'websocket', requestId, headers, principal, parameters, safeMethod: false } as const;
      const exchange = begin({ ...arrival, signal: operation.signal });
      const turn = admission.turn();
      if (turn) await turn;
      const counting = rateLimits?.take(principal, this.connection.address ?? '');
      if (counting) await counting;
      const outcome = await run(exchange);
      const { name, operation: kind } = exchange.document?.operation ?? {};
      const { tenantId, userId } = principal ?? {};
      logger.info({ requestId, operation: name?.value, kind, tenantId, userId }, 'operation');
      return outcome;
    } catch (error) {
      const refused = RequestRefused.from(error);
      if (refused.code === 'INTERNAL_ERROR') logger.error({ err: error, requestId }, 'operation failed');
      this.#refuse(operation, refused.errors, requestId);
      return undefined;
    }
  }

  #answer(operation: Operation, answer: Answer): void {
    if (this.#operations.get(operation.id) !== operation) return;
    void this.connection.send(operation.message('next', answer.take().toString()));
    this.complete(operation);
  }

  #stream(operation: Operation, stream: FrameStream | AsyncIterable<unknown>): void {
    operation.stream = stream instanceof FrameStream ? stream : stream[Symbol.asyncIterator]();
    // Meanwhile the client may have completed it, or left.
    if (this.#operations.get(operation.id) !== operation) void operation.stream.return?.();
    else if (stream instanceof FrameStream) stream.writeTo(operation);
    else void this.#iterate(operation, operation.stream as AsyncIterator<unknown>);
  }

  async #iterate(operation: Operation, iterator: AsyncIterator<unknown>): Promise<void> {
    try {
      for await (const result of { [Symbol.asyncIterator]: () => iterator }) {
        await this.connection.send(operation.message('next', JSON.stringify(result)));
      }
      this.complete(operation);
    } catch (error) {
      this.fail(operation, error);
    }
  }

  #refuse(operation: Operation, errors: readonly ErrorForClient[], requestId?: string): void {
    if (!this.#forget(operation)) return;
    const named = errors.map((error) => ({
      ...error,
      extensions: { ...error.extensions, ...(requestId && { requestId }) },
    }));
    void this.connection.send(operation.message('error', JSON.stringify(named)));
  }

  #ended(): boolean {
    return this.#state === 'ended';
  }

  /** Whether the operation was open until now. */
  #forget(operation: Operation): boolean {
    return this.#operations.get(operation.id) === operation && this.#operations.delete(operation.id);
  }
}

/** The message that a text is; undefined when it is none, or nests too deep to be looked at. */
function messageIn(text: string): Message | undefined {
  try {
    return isJsonNestedDeeper(text, messageLevelsAtMost) ? undefined : parseMessage(text);
  } catch {
    return undefined;
  }
}
