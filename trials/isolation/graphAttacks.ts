import { apiSchema, rootTypes } from '#tests/graph/apiSchema.ts';
import { postGraphql } from '#tests/graph/clients/postGraphql.ts';
import { type GeneratedOperation, operationOf } from '#tests/graph/generate/operation.ts';
import { type Attack, type AttackScene, withUnknownIds } from './attack.ts';

/**
 * How far the operations of a root field select: each is planned once and sent with many variables. The first goes far and
 * into new places, and is sent once in a while; the others are small, so that many calls fit into the time.
 */
const reaches = [
  { depth: 6, width: 2 },
  { depth: 4, width: 1 },
  { depth: 3, width: 1 },
];

/** Attacks by every query or mutation of the graph, through the router. */
export function graphAttacks(kind: 'query' | 'mutation', scene: AttackScene, seen: Set<string>): Attack[] {
  const { random } = scene;
  const call = kind === 'query' ? ask : change;
  return Object.values(rootTypes[kind].getFields()).map((field): Attack => {
    const [far, ...near] = reaches.map((reach) =>
      operationOf(kind, field, { schema: apiSchema, random, seen, ...reach }),
    );
    let runs = 0;
    return { name: `${kind} ${field.name}`, run: () => call(scene, runs++ % 10 === 0 ? far! : random.pick(near)) };
  });
}

/** Reads by the victim while the attack goes on: sessions of both tenants take turns on the same connections. */
export function victimReads(scene: AttackScene): Attack[] {
  const { random, graph, victim, victimWatch } = scene;
  return Object.values(rootTypes.query.getFields())
    .filter((field) => !field.args.some(({ name }) => name === 'id' || name === 'tenantId'))
    .map((field): Attack => {
      const { text } = operationOf('query', field, { schema: apiSchema, random, seen: new Set(), depth: 4, width: 1 });
      const request = JSON.stringify({ query: text });
      return {
        name: `victim's ${field.name}`,
        async run() {
          const headers = await graph.bearer(victim.slug, victim.user);
          victimWatch.check(this.name, request, (await postGraphql(graph.graphqlUrl, request, headers)).text);
          return 1;
        },
      };
    });
}

/**
 * Asks with ids of the victim and, while the attacker has changed nothing yet, again with ids of nobody: the answers must
 * not differ in anything else, or they would tell what exists.
 */
async function ask(scene: AttackScene, operation: GeneratedOperation): Promise<number> {
  const { watch, values } = scene;
  const name = `query ${operation.rootField}`;
  const request = JSON.stringify({ query: operation.text, variables: values.variablesOf(operation) });
  const claim = tenantClaim(scene);
  const answer = await send(scene, request, claim);
  watch.check(name, request, answer);
  const unknown = withUnknownIds(request, scene);
  if (watch.changesWereSent || unknown === request) return 1;
  const other = await send(scene, unknown, claim);
  watch.compare(name, request, answer, other);
  return 2;
}

async function change(scene: AttackScene, operation: GeneratedOperation): Promise<number> {
  const { watch, values } = scene;
  const request = JSON.stringify({ query: operation.text, variables: values.variablesOf(operation) });
  watch.noteChange(request);
  watch.check(`mutation ${operation.rootField}`, request, await send(scene, request, tenantClaim(scene)));
  return 1;
}

/** One request in forty claims to be of the victim's tenant. */
function tenantClaim({ random, victim }: AttackScene): Record<string, string> {
  return random.chance(0.025) ? { 'x-tenant-id': random.pick([victim.slug, victim.tenantId]) } : {};
}

async function send({ graph, attacker }: AttackScene, request: string, claim: Record<string, string>): Promise<string> {
  const headers = { ...(await graph.bearer(attacker.slug, attacker.user)), ...claim };
  return (await postGraphql(graph.graphqlUrl, request, headers)).text;
}
