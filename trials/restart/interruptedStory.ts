import { readFile } from 'node:fs/promises';
import { succeeded } from '#demo/client/succeeded.ts';
import {
  AcknowledgeAlertDocument,
  CompleteTaskDocument,
  ConvertLeadDocument,
  CreateLeadDocument,
  DeployOrderToCashDocument,
  IssueInvoiceDocument,
  MoveDealDocument,
  PayInvoiceDocument,
  ReportThreatDocument,
} from '#generated/operations/demo.ts';
import { type Effects, instancesOf, orderOf, until } from './effects.ts';
import type { KillPoint, Survivor } from './survivor.ts';

/** Tells how the next request is to be interrupted: when, and milliseconds from sending for one that is under way. */
export type NextKill = () => { readonly point: KillPoint; readonly delay: number };

/**
 * Plays order to cash while the platform is killed around every change that has effects in other domains: the won deal,
 * the completed task, the invoice, the payment, the acknowledgement. A request without an answer is sent again; the
 * domain's rules keep it from a second effect, and answer with a conflict where the first one had arrived.
 *
 * @returns what the story left behind, once its workflow has ended
 */
export async function interruptedStory(survivor: Survivor, nextKill: NextKill): Promise<Effects> {
  /** Sends until an answer has come; the platform is killed around the first attempt. */
  async function persist<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    const { point, delay } = nextKill();
    return (await survivor.killAround(point, delay, request)) ?? (await request());
  }

  const dealId = await openDeal(survivor);
  await persist(() => survivor.client.request(MoveDealDocument, { dealId, toStage: 'won' }));
  const order = await until(survivor, () => orderOf(survivor, dealId));

  const task = await until(survivor, async () => {
    const instances = await instancesOf(survivor, order.id);
    return instances.flatMap(({ tasks }) => tasks.edges).find(({ node }) => node.status === 'OPEN')?.node;
  });
  const completion = { input: { taskId: task.id, variables: { approved: true } } };
  await persist(() => survivor.client.request(CompleteTaskDocument, completion));

  await persist(() => survivor.client.request(IssueInvoiceDocument, { orderId: order.id }));
  const { invoices } = (await orderOf(survivor, dealId))!;
  const payment = { input: { invoiceId: invoices[0]!.id, amount: invoices[0]!.amount, method: 'CARD' as const } };
  await persist(() => survivor.client.request(PayInvoiceDocument, payment));

  const threat = { input: { severity: 'HIGH' as const, sourceSystem: 'trial', description: 'A kill switch' } };
  const alert = succeeded((await survivor.client.request(ReportThreatDocument, threat)).reportThreat, 'Alert');
  await persist(() => survivor.client.request(AcknowledgeAlertDocument, { alertId: alert.id }));

  return until(survivor, async () => {
    const instances = await instancesOf(survivor, order.id);
    if (instances.some(({ status }) => status === 'RUNNING')) return undefined;
    return { dealId, alertId: alert.id, order: (await orderOf(survivor, dealId))!, instances };
  });
}

/** Deploys the model and brings a new deal to its last open stage; gives the deal's id. */
async function openDeal({ client }: Survivor): Promise<string> {
  const bpmnXml = await readFile(new URL('../../demo/order-to-cash.bpmn', import.meta.url), 'utf8');
  succeeded((await client.request(DeployOrderToCashDocument, { bpmnXml })).deployProcess, 'ProcessDefinition');
  const input = { name: 'Survivor', email: 'survivor@example.com' };
  const lead = succeeded((await client.request(CreateLeadDocument, { input })).createLead, 'Lead');
  const conversion = await client.request(ConvertLeadDocument, {
    input: { leadId: lead.id, dealTitle: 'Interrupted', dealValue: { amount: '5000', currency: 'EUR' } },
  });
  const { deal } = succeeded(conversion.convertLead, 'LeadConversion');
  for (const toStage of ['proposal', 'negotiation']) {
    succeeded((await client.request(MoveDealDocument, { dealId: deal.id, toStage })).moveDeal, 'Deal');
  }
  return deal.id;
}
