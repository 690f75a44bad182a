import { apolloGateway } from './apolloGateway.ts';
import type { Contender } from './contender.ts';
import { floor } from './floor.ts';
import { hiveGateway } from './hiveGateway.ts';
import { mercuriusGateway } from './mercuriusGateway.ts';
import { ownRouter } from './ownRouter.ts';

/** Everything that the benchmark can run, by the names that `--only` takes. */
export const contenders: readonly Contender[] = [
  floor,
  ownRouter('ours', false, {}),
  ownRouter('ours-memo', false, { ANSWER_MEMO_MB: '32' }),
  ownRouter('ours-sharing', true, {}),
  ownRouter('ours-closures', false, { CODE_GENERATION: 'off' }),
  apolloGateway,
  mercuriusGateway,
  hiveGateway(false),
  hiveGateway(true),
];
