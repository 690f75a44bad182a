import type { Part } from './part.ts';
import { contextKeys } from './parts/contextKeys.ts';
import { databaseServer } from './parts/databaseServer.ts';
import { databases } from './parts/databases.ts';
import { dataFolder } from './parts/dataFolder.ts';
import { demoTenantsPart } from './parts/demoTenants.ts';
import { eventLog } from './parts/eventLog.ts';
import { freePorts } from './parts/freePorts.ts';
import { issuer } from './parts/issuer.ts';
import { modules } from './parts/modules.ts';
import { personalData } from './parts/personalData.ts';
import { router } from './parts/router.ts';
import { subgraphs } from './parts/subgraphs.ts';

/**
 * What the embedded start brings up, in order. Parts of one stage start together; a stage begins when the one before is
 * ready. Everything stops in reverse order.
 */
export const stages: readonly (readonly Part[])[] = [
  [dataFolder],
  [freePorts],
  [databaseServer, modules, contextKeys, issuer],
  [databases, eventLog, personalData],
  [subgraphs],
  [router],
  [demoTenantsPart],
];
