import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes the operation; gives the certainty that this way of asking may carry it.
 * Refuses a mutation by GET, which a link could trigger (METHOD_NOT_ALLOWED), and a subscription whose client accepts
 * only a single answer (SUBSCRIPTION_NEEDS_STREAM).
 */
export const operationKind: OperationStage = {
  name: 'operationKind',
  run({ document, transport, safeMethod }) {
    const kind = document?.operation?.operation;
    if (kind === 'mutation' && safeMethod) {
      throw RequestRefused.because('METHOD_NOT_ALLOWED', 'Send mutations by POST.', {}, { allow: 'POST' });
    }
    if (kind === 'subscription' && transport === 'http') throw RequestRefused.because('SUBSCRIPTION_NEEDS_STREAM');
  },
};
