import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';

/** Gives the identifier for an argument or input field of that name. */
export type SampleIds = (name: string) => string;

/** How sample values are made. */
export interface SampleOptions {
  /** Identifiers; one that nobody has unless given. */
  readonly ids?: SampleIds | undefined;
  /** Whether optional values are given too. */
  readonly optional?: boolean;
}

const nobody = '01890000-0000-7000-8000-00000000dead';

const texts: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  currency: 'EUR',
  slug: 'sample',
  topic: 'alert.rate.limit',
  toStage: 'proposal',
  region: 'eu-central',
};

/** Makes a value of an input type that the services accept as well; undefined for an optional one that is left out. */
export function sampleValue(name: string, type: GraphQLInputType, options: SampleOptions = {}): unknown {
  if (isNonNullType(type)) return required(name, type.ofType, options);
  return options.optional ? required(name, type, options) : undefined;
}

function required(name: string, type: GraphQLInputType, options: SampleOptions): unknown {
  if (isNonNullType(type)) return required(name, type.ofType, options);
  if (isListType(type)) return [required(name, type.ofType, options)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const values = fields.map((field) => [field.name, sampleValue(field.name, field.type, options)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
  return scalar(name, type.name, options.ids ?? (() => nobody));
}

function scalar(name: string, type: string, ids: SampleIds): unknown {
  switch (type) {
    case 'ID':
      return ids(name);
    case 'Int':
      return name === 'observed' ? 10 : 5;
    case 'Float':
      return 1.5;
    case 'Boolean':
      return true;
    case 'Decimal':
      return '1.00';
    case 'DateTime':
      return '2026-01-31T09:30:00.000Z';
    default:
      return texts[name] ?? 'sample';
  }
}
