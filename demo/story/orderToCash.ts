import { readFile } from 'node:fs/promises';
import {
  CompleteTaskDocument,
  ConvertLeadDocument,
  CreateLeadDocument,
  DeployOrderToCashDocument,
  IssueInvoiceDocument,
  MoveDealDocument,
  OpenTasksOfOrderDocument,
  PayInvoiceDocument,
} from '#generated/operations/demo.ts';
import { succeeded } from '../client/succeeded.ts';
import type { Cast } from './cast.ts';

interface Step {
  readonly nodeId: string;
  readonly status: string;
  readonly instance: { readonly id: string; readonly status: string; readonly subjectId: string | null };
}

/** From the lead to the money: the order that a won deal becomes, the workflow that it starts, its invoice and payment. */
export async function orderToCash(cast: Cast): Promise<void> {
  await deploy(cast);
  const deal = await winDeal(cast);
  const order = await show(
    cast,
    'orderReceived',
    (data: { id: string; deal: { id: string } }) => data.deal.id === deal,
  );
  await completeTask(cast, order, 'ApproveOrder');
  await completeTask(cast, order, 'CheckCredit');
  const invoice = await cast.step('alan', 'issues the invoice', async () => {
    const { issueInvoice } = await cast.alan.request(IssueInvoiceDocument, { orderId: order });
    return succeeded(issueInvoice, 'Invoice');
  });
  await show(cast, 'invoiceGenerated', (data: { id: string }) => data.id === invoice.id);
  await cast.step('alan', `is paid ${invoice.amount.amount} ${invoice.amount.currency}`, async () => {
    const input = { invoiceId: invoice.id, amount: invoice.amount, method: 'BANK_TRANSFER' } as const;
    const { payInvoice } = await cast.alan.request(PayInvoiceDocument, { input });
    return succeeded(payInvoice, 'Payment');
  });
  await show(
    cast,
    'invoicePaid',
    (data: { id: string; status: string }) => data.id === invoice.id && data.status === 'PAID',
  );
  await show(
    cast,
    'workflowStepUpdated',
    ({ instance }: Step) => instance.subjectId === order && instance.status === 'COMPLETED',
  );
}

async function deploy({ ada, step }: Cast): Promise<void> {
  const bpmnXml = await readFile(new URL('../order-to-cash.bpmn', import.meta.url), 'utf8');
  await step('ada', 'deploys the order-to-cash model with its diagram', async () => {
    const { deployProcess } = await ada.request(DeployOrderToCashDocument, { bpmnXml });
    const definition = succeeded(deployProcess, 'ProcessDefinition');
    if (!definition.executable || !definition.hasDiagram) throw new Error('The model lost its diagram or does not run');
  });
}

/** Enters a lead, converts it and wins its deal; gives the deal's id. */
async function winDeal(cast: Cast): Promise<string> {
  const { mia, step } = cast;
  const lead = await step('mia', 'enters a lead', async () => {
    const input = {
      name: 'Wile E. Coyote',
      email: 'wile@coyote.example',
      company: 'Coyote Ltd',
      source: 'WEB',
    } as const;
    return succeeded((await mia.request(CreateLeadDocument, { input })).createLead, 'Lead');
  });
  await show(cast, 'leadCreated', (data: { id: string }) => data.id === lead.id);
  const { deal } = await step('mia', 'converts it into a customer and a deal', async () => {
    const dealValue = { amount: '12500.50', currency: 'EUR' };
    const input = { leadId: lead.id, dealTitle: 'Rocket skates', dealValue };
    return succeeded((await mia.request(ConvertLeadDocument, { input })).convertLead, 'LeadConversion');
  });
  const stages = deal.pipeline.stages.filter(({ kind }) => kind !== 'LOST').slice(1);
  for (const { key } of stages) {
    await step('mia', `moves the deal to ${key}`, async () => {
      succeeded((await mia.request(MoveDealDocument, { dealId: deal.id, toStage: key })).moveDeal, 'Deal');
    });
    await show(
      cast,
      'dealMoved',
      (data: { id: string; stage: { key: string } }) => data.id === deal.id && data.stage.key === key,
    );
  }
  return deal.id;
}

/** Completes a user task of the order's workflow as soon as the workflow waits for it. */
async function completeTask(cast: Cast, order: string, nodeId: string): Promise<void> {
  await show(
    cast,
    'workflowStepUpdated',
    (step: Step) => step.instance.subjectId === order && step.nodeId === nodeId && step.status === 'WAITING',
  );
  const { workflowInstances } = await cast.ada.request(OpenTasksOfOrderDocument, { orderId: order });
  const tasks = workflowInstances.edges.flatMap(({ node }) => node.tasks.edges.map((edge) => edge.node));
  const task = tasks.find(({ status }) => status === 'OPEN');
  if (!task) throw new Error(`The workflow of the order has no open task at ${nodeId}`);
  await cast.step('ada', `completes the task "${task.title}"`, async () => {
    const input = { taskId: task.id, variables: { approved: true } };
    succeeded((await cast.ada.request(CompleteTaskDocument, { input })).completeTask, 'Task');
  });
  await show(cast, 'taskCompleted', (data: { id: string }) => data.id === task.id);
}

/** Waits for a frame at acme and puts it on the timeline; gives the id of what it shows. */
async function show<Data>(cast: Cast, field: string, test: (data: Data) => boolean): Promise<string> {
  const { data, latency } = await cast.acme.expect<Data>(field, test);
  cast.timeline.received('acme', field, latency);
  return data.id;
}
