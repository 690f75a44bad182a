import type { Part } from '../part.ts';

/** The router, over the subgraphs that run in this process. */
export const router: Part = {
  name: 'router',
  async start(state) {
    const { startRouter } = await state.modules.value.router;
    const running = await startRouter({});
    state.router.value = { name: 'router', url: running.url };
    return () => running.close();
  },
};
