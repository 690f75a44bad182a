/** Somebody who relies on a topic. */
export interface KnownConsumer {
  /** E.g. `erp.orders-of-won-deals` or `Subscription.alertRaised`. */
  readonly name: string;
  readonly kind: 'subgraph' | 'live field' | 'subscriber';
  readonly topic: string;
  /** Fields of the payload that it reads; nothing when that is not known: then it may read all. */
  readonly reads?: readonly string[];
  /** Whether it has the right to personal data. */
  readonly readsPersonalData: boolean;
}
