import { CreateLeadDocument } from '#generated/operations/demo.ts';
import type { Frame } from '../client/listener.ts';
import { succeeded } from '../client/succeeded.ts';
import type { Cast } from './cast.ts';

/**
 * Checks that globex saw nothing of acme's story, that its own stream was alive all the same, and that no event reached a
 * subscription twice.
 *
 * @throws Error naming what was seen
 */
export async function isolation(cast: Cast): Promise<void> {
  const { gus, acme, globex, step, timeline } = cast;
  const foreign = storyFrames(globex.frames);
  if (foreign.length > 0) throw new Error(`globex received frames of acme: ${JSON.stringify(foreign)}`);

  const lead = await step('gus', 'enters a lead at globex', async () => {
    const input = { name: 'Road Runner', email: 'beep@runner.example' };
    return succeeded((await gus.request(CreateLeadDocument, { input })).createLead, 'Lead');
  });
  const own = await globex.expect<{ id: string }>('leadCreated', ({ id }) => id === lead.id);
  timeline.received('globex', 'leadCreated', own.latency);
  if (storyFrames(globex.frames).length !== 1) throw new Error('globex received more than its own lead');
  if (acme.frames.some(({ data }) => data.id === lead.id)) throw new Error('acme received a frame of globex');

  const seen = acme.frames.map(({ field, eventId }) => `${field} ${eventId}`);
  const twice = seen.filter((key, index) => seen.indexOf(key) !== index);
  if (twice.length > 0) throw new Error(`Frames came twice: ${twice.join(', ')}`);
  timeline.note(`acme received ${storyFrames(acme.frames).length} frames, each once; globex 1, its own.`);
}

/** All frames but those that told that the streams run. */
function storyFrames(frames: readonly Frame[]): Frame[] {
  return frames.filter(({ field }) => field !== 'tenantMetricsUpdated');
}
