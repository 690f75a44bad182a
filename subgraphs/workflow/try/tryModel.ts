import type { Store } from '#kit/tenancy/store.ts';
import { compileModel } from '../infrastructure/bpmn/compileModel.ts';
import type { DefinitionRow } from '../infrastructure/definitions.ts';
import { deployProcess } from '../service/deployProcess.ts';
import { playInstance } from './playInstance.ts';
import { sampleValues } from './sampleValues.ts';

/** What came of one model. */
export interface Outcome {
  readonly verdict: 'ran to its end' | 'did not end' | 'imported but not executable' | 'refused';
  /** The rest of the line: what was done, or why not. */
  readonly detail: string;
}

/** Who plays the people of the processes. */
const player = '01890000-0000-7000-8000-000000000001';

/**
 * Deploys a model for a tenant, starts each of its executable processes, does all its user tasks, delivers the messages
 * and fires the timers that it waits for. If people who agree to everything lead it in a circle or to a failure, those
 * who refuse try as well.
 */
export async function tryModel(store: Store, tenantId: string, key: string, bpmnXml: string): Promise<Outcome> {
  const transact: Parameters<typeof deployProcess>[0] = (work) => store.transact(tenantId, work);
  const deployed = await deployProcess(transact, player, { key, bpmnXml });
  if ('__typename' in deployed) return { verdict: 'refused', detail: `${deployed.code}: ${deployed.message}` };
  if (!deployed.executable) {
    return { verdict: 'imported but not executable', detail: deployed.reasons.map(({ message }) => message).join(' ') };
  }
  const ends: string[] = [];
  for (const processId of deployed.executableProcessIds) {
    const played = await playProcess(store, tenantId, deployed, processId, bpmnXml);
    if (!played.ended) return { verdict: 'did not end', detail: played.detail };
    ends.push(played.detail);
  }
  return { verdict: 'ran to its end', detail: ends.join('; ') };
}

async function playProcess(store: Store, tenantId: string, definition: DefinitionRow, processId: string, xml: string) {
  const { facts } = await compileModel(xml);
  let last = { ended: false, detail: '' };
  for (const temper of ['agreeing', 'refusing'] as const) {
    const values = sampleValues(facts, temper);
    last = await playInstance({ store, tenantId, player, definition, processId, values });
    if (last.ended) return { ...last, detail: `${processId} (${last.detail})` };
  }
  return { ...last, detail: `${processId} (${last.detail})` };
}
