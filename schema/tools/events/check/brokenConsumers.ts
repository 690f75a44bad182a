import type { ContractChange } from './contractChange.ts';
import type { KnownConsumer } from './knownConsumer.ts';

/** The consumers that a change breaks. One whose reading is not known is taken to read every field. */
export function brokenConsumers(change: ContractChange, consumers: readonly KnownConsumer[]): KnownConsumer[] {
  const { topic, breaksReadersOf: field, backwardFault, sparesPersonalDataReaders } = change;
  const concerned = consumers.filter((consumer) => consumer.topic === topic);
  // Events of the released contract still lie in the log: whoever reads as of the present one fails on them.
  if (backwardFault !== undefined || field === 'all') return concerned;
  if (field === undefined) return [];
  return concerned.filter(
    ({ reads, readsPersonalData }) =>
      (reads === undefined || reads.includes(field)) && !(sparesPersonalDataReaders && readsPersonalData),
  );
}
