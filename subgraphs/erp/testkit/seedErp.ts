import type { TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';

/** Makes one of everything that erp has; each text begins with the canary. */
export async function seedErp(domain: TestDomain, principal = testPrincipal(), canary = 'seed') {
  const mutate = (name: string, variables: object) => domain.mutate(name, variables, principal);
  const price = { amount: '19.99', currency: 'EUR' };
  const product = await mutate('createProduct', { input: { sku: `${canary}-1`, name: `${canary} bolt`, price } });
  const customerId = uuidv7();
  const lines = [{ productId: product.id, quantity: 3 }];
  const order = await mutate('createOrder', { input: { customerId, lines } });
  const invoice = await mutate('issueInvoice', { orderId: order.id });
  const { amount, currency } = invoice.amount;
  const input = { invoiceId: invoice.id, amount: { amount, currency }, method: 'CARD' };
  const payment = await mutate('payInvoice', { input });
  return { product, customerId, order, invoice, payment };
}
