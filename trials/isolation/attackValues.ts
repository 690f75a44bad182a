import { getNamedType, isUnionType } from 'graphql';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { inputValue } from '#tests/graph/generate/inputValue.ts';
import type { GeneratedOperation } from '#tests/graph/generate/operation.ts';
import type { Variable } from '#tests/graph/generate/variables.ts';
import type { Random } from '#tests/reference/world/random.ts';
import type { TenantFacts } from './tenantFacts.ts';

/** Type of the object that an argument names, where its name does not say so. */
const typeOfName: Readonly<Record<string, string>> = {
  userId: 'User',
  owner: 'User',
  ownerId: 'User',
  assignedTo: 'User',
  assigneeId: 'User',
  actorId: 'User',
  dependsOn: 'Task',
  instanceId: 'WorkflowInstance',
  workflowId: 'WorkflowInstance',
  definitionId: 'ProcessDefinition',
  ruleId: 'DetectionRule',
  subjectId: 'Order',
};

/** Texts that a field checks for their form: otherwise no call would come further than that check. */
const wellFormed: Readonly<Record<string, readonly string[]>> = {
  currency: ['EUR', 'USD'],
  email: ['attacker@example.com'],
  toStage: ['proposal', 'negotiation', 'won', 'lost'],
  stage: ['proposal', 'won'],
  topic: ['alert.rate.limit'],
  trigger: ['order.received'],
  unit: ['1'],
};

/** Invents what an attacker sends: ids, cursors and texts of the victim among its own. */
export class AttackValues {
  readonly #random: Random;
  readonly #attacker: TenantFacts;
  readonly #victim: TenantFacts;

  constructor(random: Random, attacker: TenantFacts, victim: TenantFacts) {
    this.#random = random;
    this.#attacker = attacker;
    this.#victim = victim;
  }

  /** Values for the variables of an operation. Changes of users spare the attacker's own. */
  variablesOf(operation: GeneratedOperation): Record<string, unknown> {
    const ofUsers = operation.kind === 'mutation' && /User/.test(operation.rootField);
    const scalar = (type: string, name: string, variable: Variable) =>
      type === 'ID' ? this.#id(name, variable, ofUsers) : this.#scalar(type, name, variable);
    return Object.fromEntries(
      operation.variables.map((variable) => [variable.name, inputValue(variable, this.#random, scalar)]),
    );
  }

  #id(name: string, variable: Variable, foreignOnly: boolean): string {
    const random = this.#random;
    if (random.chance(0.05)) return random.pick([uuidv7(), 'no-uuid', '', "' OR 1=1 --", this.#victim.tenantId]);
    const facts = !foreignOnly && random.chance(0.3) ? this.#attacker : this.#victim;
    const type = typeOfName[name] ?? (name === 'id' ? resultOf(variable) : nameAsType(name));
    const fitting = facts.ids.get(type) ?? [];
    return fitting.length > 0 && random.chance(0.85)
      ? random.pick(fitting)
      : random.pick([...facts.ids.values()].flat());
  }

  #scalar(type: string, name: string, variable: Variable): unknown {
    const random = this.#random;
    switch (type) {
      case 'Int':
        return name === 'first' && variable.parent !== 'Query'
          ? 1 + random.below(3)
          : random.pick([0, 1, 3, 10, 100, 101]);
      case 'Float':
        return random.below(1000) / 8;
      case 'Boolean':
        return random.chance(0.5);
      case 'Decimal':
        return random.pick(['0.01', '950.25', '7.5', '-1', '1e3']);
      case 'DateTime':
        return random.pick(['2026-01-31T09:30:00.000Z', '2999-01-01T00:00:00.000Z']);
      case 'JSON':
        return random.pick([{}, { approved: true }, { text: this.#attacker.canary }, []]);
      default:
        return this.#text(name, variable);
    }
  }

  #text(name: string, variable: Variable): string {
    const random = this.#random;
    if (name === 'after') return this.#cursor(variable);
    const known = wellFormed[name];
    if (known && random.chance(0.9)) return random.pick(known);
    const own = `${this.#attacker.canary} ${random.below(1_000_000)}`;
    return random.pick([own, own, own.replaceAll(/[ -]/g, '_'), '%', '', '\u0000', "'; DROP TABLE leads; --"]);
  }

  #cursor(variable: Variable): string {
    const random = this.#random;
    const facts = random.chance(0.7) ? this.#victim : this.#attacker;
    const fitting = facts.cursors.get(variable.field.name) ?? [];
    if (random.chance(0.1)) return random.pick(['', 'bm90IGEgY3Vyc29y', '{"after":1}', '0'.repeat(200)]);
    return fitting.length > 0 && random.chance(0.8)
      ? random.pick(fitting)
      : random.pick([...facts.cursors.values()].flat());
  }
}

function nameAsType(name: string): string {
  return name.replace(/Id$/, '').replace(/^./, (letter) => letter.toUpperCase());
}

/** The type of what a field gives; of a union, of its first member. */
function resultOf({ field }: Variable): string {
  const type = getNamedType(field.type);
  return isUnionType(type) ? type.getTypes()[0]!.name : type.name;
}
