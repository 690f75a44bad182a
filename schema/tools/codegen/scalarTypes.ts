/** What our scalars are in TypeScript, for resolvers and for clients alike: JSON carries no other form of them. */
export const scalarTypes = {
  ID: { input: 'string', output: 'string' },
  DateTime: { input: 'string', output: 'string' },
  Decimal: { input: 'string', output: 'string' },
  JSON: { input: 'unknown', output: 'unknown' },
} as const;
