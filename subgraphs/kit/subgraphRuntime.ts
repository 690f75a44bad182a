import type { KeyObject } from 'node:crypto';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';

/** What a subgraph needs from the process that runs it. */
export interface SubgraphRuntime {
  /** Database of the subgraph as its login role `<name>_app`, which owns nothing. */
  readonly databaseUrl: string;
  /** The same database as its owner `<name>_owner`, which makes roles and schemas. */
  readonly adminUrl: string;
  readonly eventLog: EventLog;
  /** Verifies the context that the router signs. */
  readonly contextPublicKey: KeyObject;
  readonly logger: Logger;
  /** Protects the personal data of events. */
  readonly personalData: PersonalData;
  /** From which wait of the oldest unsent event on the subgraph is degraded; 30 s unless given. */
  readonly outboxAlarmMs?: number;
  /** After how many days the log has removed an event; 0: never. The inbox remembers longer. 7 unless given. */
  readonly eventRetentionDays?: number;
  /** Most tenant sessions at once; 10 unless given. */
  readonly poolSize?: number;
  /** Address to listen on; 127.0.0.1 unless given. */
  readonly host?: string;
  /** Port to listen on; a free one unless given. */
  readonly port?: number;
  /** Adds `extensions.sqlStatements` to each answer, so that tests can assert the number of statements. */
  readonly testing?: boolean;
  /** Told about each answered GraphQL request; for tests and measurements. */
  readonly onRequest?: (report: RequestReport) => void;
}

/** What one GraphQL request cost the subgraph. */
export interface RequestReport {
  readonly subgraph: string;
  readonly requestId: string;
  readonly operationName: string | null;
  readonly sqlStatements: number;
}

/** A subgraph that serves. */
export interface RunningSubgraph {
  readonly name: string;
  /** Where it listens, e.g. `http://127.0.0.1:4002`. */
  readonly url: string;
  /** Its GraphQL endpoint, e.g. `http://127.0.0.1:4002/graphql`. */
  readonly graphqlUrl: string;
  readonly port: number;
  /** Stops in reverse order of the start: finishes running requests, then background work, consumers, relay, store. */
  close(): Promise<void>;
}
