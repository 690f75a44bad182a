import {
  OnAcknowledgementDocument,
  OnAlertDocument,
  OnDealDocument,
  OnInvoiceDocument,
  OnLeadDocument,
  OnLogEventDocument,
  OnMetricDocument,
  OnOrderDocument,
  OnPaymentDocument,
  OnStepDocument,
  OnTaskDocument,
  OnViolationDocument,
} from '#generated/operations/tests.ts';

/** A document for every subscription field of the graph. */
export const liveDocuments = {
  leadCreated: String(OnLeadDocument),
  dealMoved: String(OnDealDocument),
  orderReceived: String(OnOrderDocument),
  invoiceGenerated: String(OnInvoiceDocument),
  invoicePaid: String(OnPaymentDocument),
  workflowStepUpdated: String(OnStepDocument),
  taskCompleted: String(OnTaskDocument),
  alertRaised: String(OnAlertDocument),
  alertAcknowledged: String(OnAcknowledgementDocument),
  policyViolated: String(OnViolationDocument),
  tenantMetricsUpdated: String(OnMetricDocument),
  logStreamed: String(OnLogEventDocument),
} as const;
