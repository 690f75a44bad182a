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
import type { Actor } from './actor.ts';
import type { TestGraph } from './startTestPlatform.ts';

/** Deploys the demo's model, whose instances are started by orders. */
export async function deployOrderToCash(admin: Actor): Promise<string> {
  const bpmnXml = await readFile(new URL('../../demo/order-to-cash.bpmn', import.meta.url), 'utf8');
  return (await admin.act(DeployOrderToCashDocument, { bpmnXml })).id;
}

/** A won deal, with the ids of what led to it. */
export interface WonDeal {
  readonly leadId: string;
  readonly customerId: string;
  readonly dealId: string;
}

/** Enters a lead of that name, converts it and wins its deal. */
export async function winDeal(seller: Actor, name: string, amount = '950.25'): Promise<WonDeal> {
  const lead = await seller.act(CreateLeadDocument, { input: { name, email: 'lead@example.com', source: 'WEB' } });
  const input = { leadId: lead.id, dealTitle: `Deal with ${name}`, dealValue: { amount, currency: 'EUR' } };
  const { deal, customer } = await seller.act(ConvertLeadDocument, { input });
  for (const { key } of deal.pipeline.stages.filter(({ kind }) => kind !== 'LOST').slice(1)) {
    await seller.act(MoveDealDocument, { dealId: deal.id, toStage: key });
  }
  return { leadId: lead.id, customerId: customer.id, dealId: deal.id };
}

/** Issues the invoice of an order. */
export async function invoiceOf(manager: Actor, orderId: string) {
  return manager.act(IssueInvoiceDocument, { orderId });
}

/** Issues the invoice of an order and pays it whole. */
export async function invoiceAndPay(manager: Actor, orderId: string): Promise<string> {
  const invoice = await invoiceOf(manager, orderId);
  const input = { invoiceId: invoice.id, amount: invoice.amount, method: 'BANK_TRANSFER' } as const;
  await manager.act(PayInvoiceDocument, { input });
  return invoice.id;
}

/** The workflow instances of an order, with their tasks. */
export async function workflowsOf(graph: TestGraph, { tenant, user }: Actor, orderId: string) {
  const { workflowInstances } = await graph.request(tenant, user, OpenTasksOfOrderDocument, { orderId });
  return workflowInstances.edges.map(({ node: { id, status, tasks } }) => ({
    id,
    status,
    tasks: tasks.edges.map(({ node }) => node),
  }));
}

/** Approves the open task of an order's workflow; gives its id. */
export async function approve(graph: TestGraph, manager: Actor, orderId: string): Promise<string> {
  const [workflow] = await workflowsOf(graph, manager, orderId);
  const task = workflow?.tasks.find(({ status }) => status === 'OPEN');
  if (!task) throw new Error(`the workflow of order ${orderId} has no open task`);
  await manager.act(CompleteTaskDocument, { input: { taskId: task.id, variables: { approved: true } } });
  return task.id;
}
