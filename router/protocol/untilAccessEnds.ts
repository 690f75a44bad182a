import type { Principal } from '#platform/identity/principal.ts';
import type { RevocationCode, Revocations } from '../revocation/revocations.ts';
import { untilTokenEnds } from './untilTokenEnds.ts';

/**
 * Calls `then`, once and with the reason, when the principal's token ends or says more than holds; gives the function
 * that calls it off. Nobody's access never ends.
 */
export function untilAccessEnds(
  principal: Principal | null,
  revocations: Revocations,
  then: (code: 'TOKEN_EXPIRED' | RevocationCode) => void,
): () => void {
  if (!principal) return () => undefined;
  const stopWatching = revocations.watch(principal, (code) => {
    stopExpiry();
    then(code);
  });
  const stopExpiry = untilTokenEnds(principal, () => {
    stopWatching();
    then('TOKEN_EXPIRED');
  });
  // It may have ended between its check and now.
  const code = revocations.refusalOf(principal);
  if (code) {
    stopWatching();
    stopExpiry();
    queueMicrotask(() => then(code));
  }
  return () => {
    stopWatching();
    stopExpiry();
  };
}
