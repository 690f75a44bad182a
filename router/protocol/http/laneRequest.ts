import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '#platform/identity/principal.ts';
import { refuseForeignOrigin } from '../../edge/allowedOrigin.ts';
import type { LaneEdge } from '../../edge/lane.ts';
import { requestIdOf } from '../../edge/requestId.ts';
import { logRequest } from '../../edge/requestLog.ts';
import { refusalOf } from '../../errors/refusalOf.ts';
import type { Answer } from '../../pipeline/answer.ts';
import type { Exchange } from '../../pipeline/exchange.ts';
import { type OperationParameters, operationParameters } from '../../pipeline/operationParameters.ts';
import type { TransportParts } from '../transportParts.ts';
import { answerBatch, batchOf, countRest } from './batch.ts';
import { LaneReply } from './laneReply.ts';
import type { AnswerType } from './mediaType.ts';
import { payloadOf } from './payloadOf.ts';
import { refusalAnswer } from './refusalAnswer.ts';

const noHeaders = {};

/** One request on the plain way: everything that is known of it, from its head to its answer. */
export class LaneRequest {
  readonly transport = 'http';
  readonly safeMethod = false;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  principal: Principal | null = null;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #reply: LaneReply;
  readonly #type: AnswerType;
  readonly #edge: LaneEdge;
  readonly #parts: TransportParts;
  /** 0 where nothing is logged. */
  readonly #began: number;
  readonly #leaving = new AbortController();
  #exchange: Exchange | undefined;
  #failed = false;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    type: AnswerType,
    edge: LaneEdge,
    parts: TransportParts,
  ) {
    this.requestId = requestIdOf(request);
    this.headers = request.headers;
    this.#request = request;
    this.#response = response;
    this.#reply = new LaneReply(request, response, this.requestId, edge);
    this.#type = type;
    this.#edge = edge;
    this.#parts = parts;
    this.#began = edge.logger.isLevelEnabled('info') ? performance.now() : 0;
  }

  /** Aborted when the connection closes before the answer is complete. */
  get signal(): AbortSignal {
    return this.#leaving.signal;
  }

  /** Begins once there is room. */
  begin(): void {
    this.#response.on('close', () => this.#closed());
    this.#parts.admission.enter(this);
  }

  /** Takes the stages before the body is read, which authentication and shared counts may delay. */
  start(): void {
    if (this.#response.destroyed) return;
    try {
      refuseForeignOrigin(this.headers, this.#parts.corsOrigins);
      const principal = this.#parts.authentication.principalOf(this.headers);
      if (principal === null) this.#known(null);
      else principal.then(this.#known, this.refuse);
    } catch (error) {
      this.refuse(error);
    }
  }

  readonly #known = (principal: Principal | null): void => {
    this.principal = principal;
    try {
      const counting = this.#parts.rateLimits?.take(principal, this.#request);
      if (counting) counting.then(() => this.#read(), this.refuse);
      else this.#read();
    } catch (error) {
      this.refuse(error);
    }
  };

  /**
   * Reads the body. It mostly came together with the head, and is there whole once Node is done with both: then it is taken
   * in one piece, without the events of a stream.
   */
  #read(): void {
    const request = this.#request;
    // Tells Node that the body is wanted; takes nothing.
    request.read(0);
    process.nextTick(() => {
      if (request.complete && !request.destroyed) this.#run(request.read() as Buffer | null);
      else this.#collect();
    });
  }

  #collect(): void {
    let body: Buffer | null = null;
    let more: Buffer[] | undefined;
    this.#request.on('data', (chunk: Buffer) => {
      if (body === null) body = chunk;
      else if (more === undefined) more = [body, chunk];
      else more.push(chunk);
    });
    this.#request.on('end', () => this.#run(more ? Buffer.concat(more) : body));
  }

  #run(body: Buffer | null): void {
    try {
      const parsed = this.#edge.parseJson(body?.toString() ?? '');
      const batch = batchOf(parsed, this.#parts.batchLimit);
      const answer = batch ? this.#answerToAll(batch) : this.#answerToOne(parsed);
      answer.then(this.#answer, this.refuse);
    } catch (error) {
      this.refuse(error);
    }
  }

  #answerToOne(body: unknown): Promise<Answer> {
    this.#exchange = this.#begin(operationParameters(body));
    return this.#answerTo(this.#exchange);
  }

  async #answerToAll(batch: readonly OperationParameters[]): Promise<Answer> {
    await countRest(batch, this.principal, this.#request, this.#parts);
    return answerBatch(batch, this.requestId, (each) => this.#answerTo(this.#begin(each)));
  }

  /** Subscriptions, which have other outcomes, are refused on this way. */
  #answerTo(exchange: Exchange): Promise<Answer> {
    return this.#parts.run(exchange) as Promise<Answer>;
  }

  #begin(parameters: OperationParameters): Exchange {
    const { transport, requestId, headers, principal, safeMethod, signal } = this;
    return this.#parts.begin({ transport, requestId, headers, principal, parameters, safeMethod, signal });
  }

  readonly #answer = (answer: Answer): void => {
    this.#failed = answer.failed;
    this.#reply.send(200, this.#type, payloadOf(answer), noHeaders, this.refuse);
  };

  readonly refuse = (error: unknown): void => {
    this.#failed = true;
    const refused = refusalOf(error, this.requestId, this.#edge.logger);
    const { status, type, headers, json } = refusalAnswer(refused, this.headers.accept, this.requestId);
    this.#reply.send(status, type, json, headers, this.refuse);
  };

  #closed(): void {
    const { writableFinished, statusCode: status } = this.#response;
    if (!writableFinished) this.#leaving.abort();
    else if (this.#began > 0) {
      const milliseconds = performance.now() - this.#began;
      const id = this.requestId;
      logRequest(this.#edge.logger, { id, method: 'POST', url: '/graphql', status, milliseconds }, this.#facts());
    }
  }

  #facts() {
    const operation = this.#exchange?.document?.operation;
    return {
      ...(this.principal && { tenantId: this.principal.tenantId, userId: this.principal.userId }),
      ...(operation && { operation: operation.name?.value, kind: operation.operation }),
      failed: this.#failed,
    };
  }
}
