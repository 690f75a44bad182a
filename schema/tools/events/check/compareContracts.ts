import type { ReleasedContract, ReleasedField } from '../release/releasedContracts.ts';
import { backwardFault } from './backwardFault.ts';
import type { ContractChange } from './contractChange.ts';

/** Everything that differs between the released contracts and the present ones, by topic. */
export function compareContracts(
  released: readonly ReleasedContract[],
  present: readonly ReleasedContract[],
): ContractChange[] {
  const before = new Map(released.map((contract) => [contract.topic, contract]));
  const after = new Map(present.map((contract) => [contract.topic, contract]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((topic) => {
    const [old, young] = [before.get(topic), after.get(topic)];
    if (!young) return [{ topic, what: 'the event is removed', bump: 'major', breaksReadersOf: 'all' }];
    if (!old) return [{ topic, what: 'the event is new', bump: 'minor' }];
    return [...contractChanges(old, young), ...fieldChanges(old, young)];
  });
}

function contractChanges(old: ReleasedContract, young: ReleasedContract): ContractChange[] {
  const { topic } = young;
  const changes: ContractChange[] = [];
  if (old.type !== young.type || old.domain !== young.domain) {
    const what = `it is ${young.domain}.${young.type} instead of ${old.domain}.${old.type}`;
    const fault = backwardFault({ ...old, fields: [] }, { ...young, fields: [] });
    changes.push({ topic, what, bump: 'major', breaksReadersOf: 'all', ...(fault && { backwardFault: fault }) });
  }
  if (old.key !== young.key) {
    const what = `it is keyed by ${young.key} instead of ${old.key}, which ends the order between old and new events`;
    changes.push({ topic, what, bump: 'major', breaksReadersOf: 'all' });
  }
  return changes;
}

function fieldChanges(old: ReleasedContract, young: ReleasedContract): ContractChange[] {
  const before = new Map(old.fields.map((field) => [field.name, field]));
  const after = new Map(young.fields.map((field) => [field.name, field]));
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    // Of this field alone, so that a fault belongs to its change.
    const same = { ...young, fields: is ? [is] : [] };
    const fault = backwardFault({ ...same, fields: was ? [was] : [] }, same);
    return fieldChange(was, is).map((change) => ({
      topic: young.topic,
      ...change,
      ...(fault && { backwardFault: fault }),
    }));
  });
}

type FieldChange = Omit<ContractChange, 'topic' | 'backwardFault'>;

function fieldChange(was: ReleasedField | undefined, is: ReleasedField | undefined): FieldChange[] {
  if (!is) return was ? [{ what: `field ${was.name} is removed`, bump: 'major', breaksReadersOf: was.name }] : [];
  const { name } = is;
  if (!was) return [{ what: `field ${name}: ${typeText(is)} is new`, bump: is.required ? 'major' : 'minor' }];
  const changes: FieldChange[] = [];
  if (typeText(was) !== typeText(is)) {
    const what = `field ${name} is ${typeText(is)} instead of ${typeText(was)}`;
    changes.push({ what, bump: 'major', breaksReadersOf: name });
  }
  if (!was.pii && is.pii) {
    const what = `field ${name} is personal data from now on`;
    changes.push({ what, bump: 'major', breaksReadersOf: name, sparesPersonalDataReaders: true });
  }
  if (was.pii && !is.pii) changes.push({ what: `field ${name} is personal data no more`, bump: 'minor' });
  return changes;
}

function typeText({ type, list, required }: ReleasedField): string {
  return `${list ? `[${type}!]` : type}${required ? '!' : ''}`;
}
