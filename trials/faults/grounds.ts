import type { FaultGround } from './faultGround.ts';
import { kafkaGround } from './kafka/kafkaGround.ts';
import { postgresGround } from './postgres/postgresGround.ts';
import { redisGround } from './redis/redisGround.ts';
import { subgraphGround } from './subgraph/subgraphGround.ts';

/** The services that are hurt, by name. */
export const grounds: Readonly<Record<string, () => Promise<FaultGround>>> = {
  kafka: kafkaGround,
  postgres: postgresGround,
  redis: redisGround,
  subgraph: subgraphGround,
};
