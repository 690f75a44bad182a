import type { KeyObject } from 'node:crypto';
import type { SubgraphRuntime } from '#kit/subgraphRuntime.ts';
import type { Config } from '#platform/config/loadConfig.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import type { EmbeddedIssuer } from './issuer/startEmbeddedIssuer.ts';
import type { LoadedModules } from './loadedModules.ts';
import { Slot } from './slot.ts';

/** Where one subgraph's database is, as its two login roles. */
export interface SubgraphDatabase {
  readonly databaseUrl: string;
  readonly adminUrl: string;
}

/** Something that serves on an address. */
export interface Serving {
  readonly name: string;
  readonly url: string;
}

/** What the parts of the platform hand to one another while it starts. */
export class PlatformState {
  readonly config: Config;
  /** A logger for the named part. */
  readonly loggerOf: (name: string) => Logger;
  /** To be called when a part ends by itself; the platform then cannot go on. */
  readonly fail: (error: Error) => void;
  /** What all subgraphs are started with besides what their configuration says. */
  readonly subgraphExtras: Pick<SubgraphRuntime, 'onRequest' | 'poolSize'>;
  readonly modules = new Slot<LoadedModules>('modules');
  readonly databaseServerUrl = new Slot<string>('databaseServerUrl');
  readonly contextKeys = new Slot<{ privateKey: KeyObject; publicKey: KeyObject }>('contextKeys');
  readonly issuer = new Slot<EmbeddedIssuer>('issuer');
  readonly databases = new Slot<ReadonlyMap<string, SubgraphDatabase>>('databases');
  readonly eventLog = new Slot<EventLog>('eventLog');
  readonly personalData = new Slot<PersonalData>('personalData');
  readonly subgraphs = new Slot<readonly Serving[]>('subgraphs');
  readonly router = new Slot<Serving>('router');

  constructor(
    config: Config,
    loggerOf: (name: string) => Logger,
    fail: (error: Error) => void,
    subgraphExtras: Pick<SubgraphRuntime, 'onRequest' | 'poolSize'> = {},
  ) {
    this.config = config;
    this.loggerOf = loggerOf;
    this.fail = fail;
    this.subgraphExtras = subgraphExtras;
  }
}
