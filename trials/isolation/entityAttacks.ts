import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLObjectType, isUnionType, parse } from 'graphql';
import { postGraphql } from '#tests/graph/clients/postGraphql.ts';
import { inputValue } from '#tests/graph/generate/inputValue.ts';
import { selectionOf } from '#tests/graph/generate/selection.ts';
import { Variables } from '#tests/graph/generate/variables.ts';
import { type Attack, type AttackScene, withUnknownIds } from './attack.ts';

/**
 * Attacks by entity lookups straight at each subgraph, past the router, with a context of the attacker that the router's
 * key really signed.
 */
export function entityAttacks(scene: AttackScene): Attack[] {
  return scene.graph.platform.subgraphs.flatMap(({ name, url }) =>
    entityTypesOf(name).map(({ type, schema }): Attack => {
      const { random } = scene;
      const variables = new Variables();
      const options = { schema, random, variables, seen: new Set<string>(), depth: 3, width: 4 };
      const selection = selectionOf(type, options);
      const definitions = variables.definitions.replace(/^\(|\)$/g, '');
      const query = `query Entities($representations: [_Any!]! ${definitions}) { _entities(representations: $representations) { ... on ${type.name} ${selection} } }`;
      const place = `entity ${type.name} of ${name}`;
      return {
        name: place,
        async run() {
          const given = variables.all.map((variable) => [variable.name, inputValue(variable, random, smallPage)]);
          const representations = idsFor(scene, type.name).map((id) => ({ __typename: type.name, id }));
          const request = JSON.stringify({ query, variables: { ...Object.fromEntries(given), representations } });
          const answer = await lookUp(scene, url, request);
          scene.watch.check(place, request, answer);
          if (scene.watch.changesWereSent) return 1;
          scene.watch.compare(place, request, answer, await lookUp(scene, url, withUnknownIds(request, scene)));
          return 2;
        },
      };
    }),
  );
}

function entityTypesOf(subgraph: string) {
  const sdl = readFileSync(new URL(`../../schema/generated/subgraphs/${subgraph}.graphql`, import.meta.url), 'utf8');
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  const entities = schema.getType('_Entity');
  const types: readonly GraphQLObjectType[] = isUnionType(entities) ? entities.getTypes() : [];
  return types.map((type) => ({ type, schema }));
}

/** Ids of the victim, mostly of that type, with some of the attacker's own among them. */
function idsFor({ random, attacker, victim }: AttackScene, type: string): string[] {
  const any = [...victim.ids.values()].flat();
  return Array.from({ length: 1 + random.below(6) }, () => {
    const own = attacker.ids.get(type);
    if (own && random.chance(0.2)) return random.pick(own);
    return random.pick(random.chance(0.8) ? (victim.ids.get(type) ?? any) : any);
  });
}

function smallPage(type: string): unknown {
  return type === 'Int' ? 3 : undefined;
}

async function lookUp({ graph, attacker }: AttackScene, url: string, request: string): Promise<string> {
  const context = graph.contexts.sign(graph.principal(attacker.slug, attacker.user));
  return (await postGraphql(url, request, { 'x-inopsio-context': context })).text;
}
