import { AcknowledgeAlertDocument, ReportThreatDocument } from '#generated/operations/demo.ts';
import { succeeded } from '../client/succeeded.ts';
import type { Cast } from './cast.ts';

/** A threat is reported, its alert reaches acme's dashboard, and somebody takes responsibility for it. */
export async function threat(cast: Cast): Promise<void> {
  const { ada, acme, step, timeline } = cast;
  const alert = await step('ada', 'reports a threat', async () => {
    const input = { severity: 'CRITICAL', sourceSystem: 'demo', description: 'Anvil above the road' } as const;
    return succeeded((await ada.request(ReportThreatDocument, { input })).reportThreat, 'Alert');
  });
  const raised = await acme.expect<{ id: string }>('alertRaised', ({ id }) => id === alert.id);
  timeline.received('acme', 'alertRaised', raised.latency);
  await step('ada', 'acknowledges the alert', async () => {
    const { acknowledgeAlert } = await ada.request(AcknowledgeAlertDocument, { alertId: alert.id, note: 'On it' });
    succeeded(acknowledgeAlert, 'Alert');
  });
  const acknowledged = await acme.expect<{ id: string }>('alertAcknowledged', ({ id }) => id === alert.id);
  timeline.received('acme', 'alertAcknowledged', acknowledged.latency);
}
