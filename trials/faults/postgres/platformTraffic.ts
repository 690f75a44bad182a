import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createLiveClient } from '#client/liveClient.ts';
import { askGraph } from '../askGraph.ts';
import { CallRecord, type FaultTraffic } from '../faultGround.ts';

const pauseAfterRefusal = 100;

const write = `mutation Write($name: String!) {
  createLead(input: { name: $name, email: "lead@example.com" }) { __typename ... on Lead { id } }
}`;
const read = 'query Read($id: ID!) { lead(id: $id) { id } }';

interface Created {
  readonly leadCreated: { readonly id: string };
}

/**
 * Callers who write leads and read them back, and one who follows the new leads live: what is acknowledged has to be
 * there, and its event has to come, once.
 */
export async function startPlatformTraffic(url: string, token: string, fault: string): Promise<FaultTraffic> {
  const calls = new CallRecord();
  const written: string[] = [];
  const missing = new Set<string>();
  const seen = new Map<string, number>();
  const gone: string[] = [];
  const news = new EventTarget();
  let number = 0;

  const client = createLiveClient({
    url: `${url}/graphql`,
    token: () => token,
    backOff: { first: 100, longest: 1_000 },
  });
  const subscription = client.subscribe<Created, object>(
    'subscription { leadCreated { id } }',
    {},
    {
      next({ data, errors }) {
        const id = data?.leadCreated.id;
        if (id === undefined) gone.push(`a frame without data: ${JSON.stringify(errors)}`);
        else seen.set(id, (seen.get(id) ?? 0) + 1);
        news.dispatchEvent(new Event('news'));
      },
      error: (error) => void gone.push(`the stream ended: ${error.message}`),
    },
  );
  await subscription.ready;

  async function attempt(): Promise<string | undefined> {
    let id: string | undefined;
    const isWritten = await calls.of(async () => {
      const { createLead } = await askGraph(url, token, write, { name: `${fault} ${number++}` });
      id = (createLead as { id: string }).id;
      written.push(id);
    });
    return isWritten && (await calls.of(() => readBack(id!))) ? id : undefined;
  }

  async function readBack(id: string): Promise<void> {
    const { lead } = await askGraph(url, token, read, { id });
    if (!lead) missing.add(id);
  }

  async function useOnce(): Promise<string> {
    for (;;) {
      const id = await attempt();
      if (id !== undefined) return id;
      await wait(pauseAfterRefusal);
    }
  }

  async function delivered(ids: readonly string[]): Promise<void> {
    while (gone.length === 0 && ids.some((id) => !seen.has(id))) await once(news, 'news');
  }

  return {
    calls,
    use: async () => void (await useOnce()),
    async wholeWay() {
      await delivered([await useOnce()]);
      while (!(await fetch(`${url}/health/ready`)).ok) await wait(pauseAfterRefusal);
    },
    async settled() {
      await delivered(written);
      for (const id of written) await readBack(id);
    },
    faults: () => [
      ...gone,
      ...[...missing].map((id) => `lead ${id} is not there`),
      ...[...seen].filter(([, times]) => times > 1).map(([id, times]) => `the event of ${id} came ${times} times`),
    ],
    async close() {
      client.close();
    },
  };
}
