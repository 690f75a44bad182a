import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { createRandom, type Random } from '../world/random.ts';
import { chosenArguments, randomValue, type ValuePool } from './randomArguments.ts';

/** A query and its variables. */
export interface RandomQuery {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What an invented query may be. */
export interface RandomQueryOptions {
  readonly pool: ValuePool;
  readonly kind?: 'query' | 'mutation';
  /** Deepest nesting of fields. */
  readonly depth?: number;
  /** Fields at most, more or less. */
  readonly budget?: number;
  /** Coordinates (`Type.field`) that are left out. */
  readonly without?: ReadonlySet<string>;
}

/** Invents a valid operation from a seed: the same seed gives the same operation for the same schema. */
export function randomQuery(schema: GraphQLSchema, seed: number, options: RandomQueryOptions): RandomQuery {
  for (let attempt = 0; ; attempt++) {
    const candidate = new QueryWriter(schema, createRandom(seed * 1_000_003 + attempt), options).write();
    // Aliases may collide in ways that only validation sees; another attempt is cheaper than avoiding that.
    if (validate(schema, parse(candidate.query)).length === 0) return candidate;
    if (attempt > 200) throw new Error(`No valid query was found for seed ${seed}: ${candidate.query}`);
  }
}

const aliases = ['a', 'b', 'id', 'name', 'upc', 'title', 'x1'];

class QueryWriter {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #options: RandomQueryOptions;
  readonly #variables = new Map<string, { declaration: string; json: unknown }>();
  readonly #fragments: { name: string; type: string; text: string }[] = [];
  #budget: number;

  constructor(schema: GraphQLSchema, random: Random, options: RandomQueryOptions) {
    this.#schema = schema;
    this.#random = random;
    this.#options = options;
    this.#budget = options.budget ?? 60;
  }

  write(): RandomQuery {
    const kind = this.#options.kind ?? 'query';
    const root = kind === 'query' ? this.#schema.getQueryType() : this.#schema.getMutationType();
    if (!root) throw new Error(`The schema has no ${kind}.`);
    const body = this.#selectionSet(root, this.#options.depth ?? 6, true);
    const declarations = [...this.#variables].map(([name, { declaration }]) => `$${name}: ${declaration}`);
    const fragments = this.#fragments.map(({ name, type, text }) => `fragment ${name} on ${type} ${text}`);
    const given = [...this.#variables].filter(([, { json }]) => json !== undefined);
    return {
      query: [`${kind} Random${declarations.length ? `(${declarations.join(', ')})` : ''} ${body}`, ...fragments].join(
        '\n',
      ),
      variables: Object.fromEntries(given.map(([name, { json }]) => [name, json])),
    };
  }

  #selectionSet(type: GraphQLCompositeType, depth: number, isRoot = false): string {
    const parts = Array.from({ length: 1 + this.#random.below(isRoot ? 3 : 5) }, () => this.#selection(type, depth));
    return `{ ${parts.filter((part) => part !== '').join(' ') || '__typename'} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const random = this.#random;
    this.#budget--;
    if (depth <= 0 || this.#budget < -200) return '__typename';
    if (random.chance(0.08)) return random.chance(0.3) ? 't: __typename' : '__typename';
    if (random.chance(isAbstractType(type) ? 0.55 : 0.08)) return this.#fragment(type, depth);
    if (!isObjectType(type) && !isInterfaceType(type)) return this.#fragment(type, depth);
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        !this.#options.without?.has(`${type.name}.${field.name}`) &&
        ((depth > 1 && this.#budget > 0) || !isCompositeType(getNamedType(field.type))),
    );
    return fields.length === 0 ? '__typename' : this.#field(random.pick(fields), depth);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const random = this.#random;
    const alias = random.chance(0.2) ? `${random.pick(aliases)}: ` : '';
    const given = chosenArguments(field.args, random).map(
      (argument) => `${argument.name}: ${this.#value(argument.type, argument.name)}`,
    );
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${this.#selectionSet(named, depth - 1)}` : '';
    return `${alias}${field.name}${given.length ? `(${given.join(', ')})` : ''}${this.#condition()}${inner}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const random = this.#random;
    const conditions = this.#overlapping(type);
    const condition = random.pick(conditions);
    if (random.chance(0.15) && !isAbstractType(type))
      return `...${this.#condition()} ${this.#selectionSet(type, depth - 0.5)}`;
    if (random.chance(0.75))
      return `... on ${condition.name}${this.#condition()} ${this.#selectionSet(condition, depth - 0.5)}`;
    const known = this.#fragments.filter((fragment) => conditions.some(({ name }) => name === fragment.type));
    if (known.length > 0 && random.chance(0.4)) return `...${random.pick(known).name}${this.#condition()}`;
    const text = this.#selectionSet(condition, depth - 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, type: condition.name, text });
    return `...${name}${this.#condition()}`;
  }

  /** Types that an object of the given type may have as well. */
  #overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const abstract = Object.values(this.#schema.getTypeMap()).filter(
      (other) => isAbstractType(other) && possible.some((object) => this.#schema.isSubType(other, object)),
    ) as GraphQLCompositeType[];
    return [...possible, ...possible, ...abstract];
  }

  #condition(): string {
    const random = this.#random;
    if (!random.chance(0.07)) return '';
    const value = random.chance(0.3) ? String(random.chance(0.5)) : this.#variable('Boolean!', 'c', random.chance(0.5));
    return random.chance(0.5) ? ` @skip(if: ${value})` : ` @include(if: ${value})`;
  }

  #value(type: GraphQLInputType, name: string): string {
    const value = randomValue(type, name, this.#random, this.#options.pool);
    if (!this.#random.chance(0.4)) return value.literal;
    if (value.json !== null && this.#random.chance(0.25)) {
      return this.#variable(`${String(type).replace(/!$/, '')} = ${value.literal}`, name, undefined);
    }
    return this.#variable(String(type), name, value.json);
  }

  #variable(declaration: string, name: string, json: unknown): string {
    const unique = `${name}${this.#variables.size}`;
    this.#variables.set(unique, { declaration, json });
    return `$${unique}`;
  }
}
