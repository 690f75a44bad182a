import type { ConditionValues } from '../operation/conditions.ts';
import { compileProjection, type ProjectionSource } from './compileProjection.ts';
import type { Writer } from './writer.ts';

/** Clients use few of the possible combinations of their conditions; whoever sends them all gets no memory for it. */
const variantLimit = 32;

/**
 * The projectors of one operation: compiled once for each set of values that its `@skip` and `@include` take, so that
 * none of them is looked at while an answer is written.
 */
export function projectionVariants(source: ProjectionSource): (conditions: ConditionValues) => Writer {
  const writers = new Map<string, Writer>();
  return (conditions) => {
    const known = writers.get(conditions.variant);
    if (known) return known;
    const oldest = writers.keys().next();
    if (writers.size >= variantLimit && !oldest.done) writers.delete(oldest.value);
    const writer = compileProjection(source, conditions);
    writers.set(conditions.variant, writer);
    return writer;
  };
}
