import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { graphqlErrorForClient } from '../errors/errorForClient.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { BoundedCache } from './boundedCache.ts';
import { type DocumentLimits, exceededLimits } from './documentLimits.ts';
import { isNestedDeeper } from './nesting.ts';
import { type OperationDocument, operationDocument, refusedDocument } from './operationDocument.ts';

const maxDocuments = 2_000;
/** Characters of all kept texts together; a parsed and planned document takes a multiple of its text. */
const maxCharacters = 8_000_000;
/** Operation names that are remembered per text; a document with more operations than that is looked up anew. */
const maxNames = 64;

/** What is known of one text: what it was parsed to, and what is known of its operations by the name asked for. */
interface KnownText {
  readonly document: DocumentNode | undefined;
  readonly operations: Map<string | undefined, OperationDocument>;
}

/**
 * Documents of this process: parsed and measured once per text, and once per operation of it for what follows. Texts
 * that are pinned (persisted operations) stay; of the others, those used last.
 */
export class DocumentStore {
  readonly #limits: DocumentLimits;
  readonly #pinned = new Map<string, KnownText>();
  readonly #texts = new BoundedCache<KnownText>(maxDocuments, maxCharacters);

  constructor(limits: DocumentLimits) {
    this.#limits = limits;
  }

  /** What is known about an operation, if its document passed before and is still kept. */
  find(text: string, operationName: string | undefined): OperationDocument | undefined {
    const known = (this.#pinned.size > 0 ? this.#pinned.get(text) : undefined) ?? this.#texts.get(text);
    return known?.operations.get(operationName);
  }

  /**
   * Parses a text, or gives what it was parsed to before.
   * @throws RequestRefused GRAPHQL_PARSE_FAILED, and LIMIT_… for what {@link exceededLimits} finds and LIMIT_TOKENS
   */
  parse(text: string): DocumentNode {
    const known = this.#known(text)?.document;
    if (known) return known;
    const document = this.#parsed(text);
    this.#keep(text, { document, operations: new Map() });
    return document;
  }

  /**
   * Begins what is known about an operation. It is kept for the next request unless the document is not the text's
   * own: a plugin that exchanges documents may do so differently each time.
   */
  begin(text: string, operationName: string | undefined, document: DocumentNode): OperationDocument {
    const begun = operationDocument(document, operationName);
    const known = this.#known(text);
    if (known?.document === document && known.operations.size < maxNames) known.operations.set(operationName, begun);
    return begun;
  }

  /** Remembers why a text is refused, unless its mere length says so. */
  refuse(text: string, operationName: string | undefined, { errors }: RequestRefused): void {
    if (text.length > this.#limits.characters) return;
    const known = this.#known(text) ?? { document: undefined, operations: new Map() };
    if (known.operations.size < maxNames) known.operations.set(operationName, refusedDocument(errors));
    this.#keep(text, known);
  }

  /** Keeps a text for good. */
  pin(text: string): void {
    if (!this.#pinned.has(text)) this.#pinned.set(text, { document: this.#parsed(text), operations: new Map() });
  }

  /** Hit counts, for metrics. Pinned texts are neither hits nor misses. */
  get statistics(): BoundedCache<unknown>['statistics'] & { readonly pinned: number } {
    return { ...this.#texts.statistics, pinned: this.#pinned.size };
  }

  #known(text: string): KnownText | undefined {
    return this.#pinned.get(text) ?? this.#texts.peek(text);
  }

  #keep(text: string, known: KnownText): void {
    if (!this.#pinned.has(text)) this.#texts.set(text, known, text.length);
  }

  #parsed(text: string): DocumentNode {
    const { characters, tokens, nesting } = this.#limits;
    if (text.length > characters) {
      throw RequestRefused.because('LIMIT_TOKENS', `The document has more than ${characters} characters.`, {
        limit: characters,
      });
    }
    if (isNestedDeeper(text, nesting, tokens)) {
      throw RequestRefused.because('LIMIT_DEPTH', `The document nests deeper than ${nesting} levels.`, {
        limit: nesting,
      });
    }
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      // graphql-js has no code for it; the text is its only sign.
      const code = error.message.includes('Parsing aborted') ? 'LIMIT_TOKENS' : 'GRAPHQL_PARSE_FAILED';
      throw new RequestRefused([graphqlErrorForClient(error, code)]);
    }
    const exceeded = exceededLimits(document, this.#limits);
    if (exceeded.length > 0) throw new RequestRefused(exceeded);
    return document;
  }
}
