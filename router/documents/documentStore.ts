import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { graphqlErrorForClient } from '../errors/errorForClient.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { BoundedCache } from './boundedCache.ts';
import { type DocumentLimits, exceededLimits } from './documentLimits.ts';
import { type OperationDocument, operationDocument, refusedDocument } from './operationDocument.ts';

const maxDocuments = 2_000;
/** Characters of all kept texts together; a parsed and planned document takes a multiple of its text. */
const maxCharacters = 8_000_000;

/** Documents of this process: parsed and measured once per text, and once per operation of it for what follows. */
export class DocumentStore {
  readonly #limits: DocumentLimits;
  readonly #parsed = new BoundedCache<DocumentNode>(maxDocuments, maxCharacters);
  readonly #operations = new BoundedCache<OperationDocument>(maxDocuments, maxCharacters);

  constructor(limits: DocumentLimits) {
    this.#limits = limits;
  }

  /** What is known about an operation, if its document passed before and is still kept. */
  find(text: string, operationName: string | undefined): OperationDocument | undefined {
    return this.#operations.get(keyOf(text, operationName));
  }

  /**
   * Parses a text, or gives what it was parsed to before.
   * @throws RequestRefused GRAPHQL_PARSE_FAILED, LIMIT_TOKENS, LIMIT_DEPTH, LIMIT_ALIASES, LIMIT_ROOT_FIELDS, LIMIT_SELECTIONS
   */
  parse(text: string): DocumentNode {
    const known = this.#parsed.get(text);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: this.#limits.tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      // graphql-js has no code for it; the text is its only sign.
      const code = error.message.includes('Parsing aborted') ? 'LIMIT_TOKENS' : 'GRAPHQL_PARSE_FAILED';
      throw new RequestRefused([graphqlErrorForClient(error, code)]);
    }
    const exceeded = exceededLimits(document, this.#limits);
    if (exceeded.length > 0) throw new RequestRefused(exceeded);
    this.#parsed.set(text, document, text.length);
    return document;
  }

  /**
   * Begins what is known about an operation. It is kept for the next request unless the document is not the text's
   * own: a plugin that exchanges documents may do so differently each time.
   */
  begin(text: string, operationName: string | undefined, document: DocumentNode): OperationDocument {
    const begun = operationDocument(document, operationName);
    if (this.#parsed.get(text) === document) this.#operations.set(keyOf(text, operationName), begun, text.length);
    return begun;
  }

  /** Remembers why a text is refused. */
  refuse(text: string, operationName: string | undefined, { errors }: RequestRefused): void {
    this.#operations.set(keyOf(text, operationName), refusedDocument(errors), text.length);
  }

  /** Hit counts, for metrics. */
  get statistics(): BoundedCache<unknown>['statistics'] {
    return this.#operations.statistics;
  }
}

/** The length tells name and text apart, whatever characters they hold. */
function keyOf(text: string, operationName: string | undefined): string {
  return operationName === undefined ? `-${text}` : `${operationName.length}:${operationName}${text}`;
}
