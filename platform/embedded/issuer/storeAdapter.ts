import type { AdapterFactory } from 'oidc-provider';
import type { IssuerStore } from './issuerStore.ts';

/** What has no end of its own is forgotten after a day. */
const day = 86_400;

/** The store in the form that oidc-provider asks for: one adapter per kind of artifact. */
export function storeAdapter(store: IssuerStore): AdapterFactory {
  return (model) => ({
    find: async (id) => store.find(model, id),
    findByUid: async (uid) => store.findSession(uid),
    findByUserCode: async () => undefined,
    upsert: (id, payload, seconds = day) => store.put(model, id, payload, seconds),
    consume: (id) => store.consume(model, id),
    destroy: (id) => store.remove(model, id),
    revokeByGrantId: (grantId) => store.removeGrant(grantId),
  });
}
