import { setTimeout as wait } from 'node:timers/promises';
import { askGraph } from '../askGraph.ts';
import { CallRecord, type FaultTraffic } from '../faultGround.ts';

const pauseAfterRefusal = 200;

const write = `mutation Write($name: String!) {
  createLead(input: { name: $name, email: "lead@example.com" }) { __typename ... on Lead { id } }
}`;

const read = 'query Read($id: ID!) { lead(id: $id) { id } }';

/**
 * Callers who write to the hurt subgraph and read what they wrote, and one who asks another subgraph, which must not notice.
 */
export async function startSubgraphTraffic(url: string, token: string, fault: string): Promise<FaultTraffic> {
  const calls = new CallRecord();
  const others = new CallRecord();
  const written: string[] = [];
  let number = 0;

  async function attempt(): Promise<boolean> {
    let id: string | undefined;
    const isWritten = await calls.of(async () => {
      const { createLead } = await askGraph(url, token, write, { name: `${fault} ${number++}` });
      id = (createLead as { id: string }).id;
      written.push(id);
    });
    return isWritten && (await calls.of(() => readBack(id!)));
  }

  async function readBack(id: string): Promise<void> {
    const { lead } = await askGraph(url, token, read, { id });
    if (!lead) throw new Error('what was written is not there');
  }

  async function use(): Promise<void> {
    while (!(await attempt())) await wait(pauseAfterRefusal);
  }

  let goesOn = true;
  const elsewhere = (async () => {
    while (goesOn) {
      await others.of(() => askGraph(url, token, '{ products(first: 1) { edges { node { id } } } }'));
      await wait(pauseAfterRefusal);
    }
  })();

  return {
    calls,
    use,
    async wholeWay() {
      await use();
      while (!(await fetch(`${url}/health/ready`)).ok) await wait(pauseAfterRefusal);
    },
    async settled() {
      goesOn = false;
      await elsewhere;
      for (const id of written) await readBack(id);
    },
    faults() {
      return Object.entries(others.refused).map(([code, count]) => `${count} calls elsewhere: ${code}`);
    },
    missed: () => (others.longest > 5_000 ? [`a call elsewhere took ${Math.round(others.longest)} ms`] : []),
    close: async () => undefined,
  };
}
