import { defineSubgraph } from '#kit/defineSubgraph.ts';
import { defineConsumer } from '#kit/inbox/eventConsumer.ts';
import { migrationsIn } from '#kit/tenancy/migrationsIn.ts';
import { resolvers } from './api/resolvers.ts';
import { alarms } from './infrastructure/alarms.ts';
import { alerts } from './infrastructure/alerts.ts';
import { detectionRules } from './infrastructure/detectionRules.ts';
import { policies } from './infrastructure/policies.ts';
import { threats } from './infrastructure/threats.ts';
import { violations } from './infrastructure/violations.ts';
import { countAlarm } from './service/countAlarm.ts';
import { seedDetectionRule } from './service/seedDetectionRule.ts';

/** Threats and alerts, policies and violations, detection rules. */
export const inosec = defineSubgraph({
  name: 'inosec',
  entities: [threats, alerts, policies, violations, detectionRules, alarms],
  migrations: migrationsIn(import.meta.dirname),
  resolvers,
  onProvision: seedDetectionRule,
  consumers: [
    defineConsumer({
      name: 'alerts-of-repeated-alarms',
      topic: 'alert.rate.limit',
      handle: ({ payload }, transaction) => countAlarm(transaction, payload),
    }),
  ],
});
