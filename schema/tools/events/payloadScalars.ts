/** Scalars that an event payload may use, and what they are in TypeScript. Times and amounts travel as strings. */
export const payloadScalars: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  DateTime: 'string',
  Decimal: 'string',
  JSON: 'unknown',
};
