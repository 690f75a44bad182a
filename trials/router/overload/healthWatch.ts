import { Agent, request } from 'undici';

/** Milliseconds from one probe to the next. */
const every = 100;

/** Asks a router's health endpoints again and again, as a load balancer does, until it is ended. */
export function watchHealth(url: string): { end(): Promise<{ readonly sent: number; readonly failed: number }> } {
  const dispatcher = new Agent({ connections: 4 });
  const running = new Set<Promise<void>>();
  let sent = 0;
  let failed = 0;
  const probe = async (path: string): Promise<void> => {
    sent++;
    try {
      const { statusCode, body } = await request(`${url}${path}`, { dispatcher });
      await body.dump();
      if (statusCode !== 200) failed++;
    } catch {
      failed++;
    }
  };
  const timer = setInterval(() => {
    for (const path of ['/health/live', '/health/ready']) {
      const one = probe(path).finally(() => running.delete(one));
      running.add(one);
    }
  }, every);
  return {
    async end() {
      clearInterval(timer);
      await Promise.all(running);
      await dispatcher.close();
      return { sent, failed };
    },
  };
}
