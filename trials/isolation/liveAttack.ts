import { apiSchema, rootTypes } from '#tests/graph/apiSchema.ts';
import { operationOf } from '#tests/graph/generate/operation.ts';
import { liveDocuments } from '#tests/graph/liveDocuments.ts';
import type { AttackScene } from './attack.ts';
import { fillTenant } from './fillTenant.ts';

/** The attacker's subscriptions, open while the victim works. */
export interface LiveAttack {
  /** Number of subscriptions. */
  readonly subscriptions: number;
  /**
   * Lets both tenants cause every event, the victim first, and looks through all frames of both. Resolves when each has its
   * own frame of every field; gives the number of frames.
   */
  finish(): Promise<number>;
}

/** Subscribes as the attacker to every field, without arguments and with the victim's ids as arguments, and as the victim. */
export async function liveAttack(scene: AttackScene, seen: Set<string>): Promise<LiveAttack> {
  const { graph, random, values, attacker, victim } = scene;
  const [theirs, own] = await Promise.all([
    graph.socket(attacker.slug, attacker.user),
    graph.socket(victim.slug, victim.user),
  ]);
  const requests = new Map<string, string>();
  for (const [field, document] of Object.entries(liveDocuments)) {
    await own.subscribe(field, document);
    await theirs.subscribe(field, document);
    requests.set(field, document);
    const type = rootTypes.subscription.getFields()[field]!;
    for (let variant = 0; variant < 3; variant++) {
      const operation = operationOf('subscription', type, { schema: apiSchema, random, seen, depth: 6, width: 3 });
      const variables = values.variablesOf(operation);
      const id = `${field} ${variant}`;
      await theirs.subscribe(id, operation.text, variables);
      requests.set(id, JSON.stringify({ query: operation.text, variables }));
    }
  }

  return {
    subscriptions: requests.size,
    async finish() {
      await fillTenant(graph, victim.slug, victim.user, `${victim.canary}-live`);
      for (const field of Object.keys(liveDocuments)) await own.frame(field);
      await fillTenant(graph, attacker.slug, attacker.user, `${attacker.canary}-live`);
      const first = [];
      for (const field of Object.keys(liveDocuments)) first.push(await theirs.frame(field));
      const frames = [...first, ...theirs.unread()];
      for (const frame of frames) {
        scene.watch.check(`subscription ${frame.id}`, requests.get(frame.id ?? '') ?? '', JSON.stringify(frame));
      }
      for (const frame of own.unread()) {
        scene.victimWatch.check(`victim's subscription ${frame.id}`, '', JSON.stringify(frame));
      }
      return frames.length;
    },
  };
}
