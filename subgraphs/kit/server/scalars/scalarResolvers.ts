import { dateTimeScalar } from './dateTimeScalar.ts';
import { decimalScalar } from './decimalScalar.ts';
import { jsonScalar } from './jsonScalar.ts';

/** The scalars of schema/shared.graphql. */
export const scalarResolvers = { DateTime: dateTimeScalar, Decimal: decimalScalar, JSON: jsonScalar };
