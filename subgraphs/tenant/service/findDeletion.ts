import type { RequestContext } from '#kit/requestContext.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { type Deletion, readDeletion } from './readDeletion.ts';

/** How far the deletion of a tenant has come, for the platform's operator; null where there is no deleted tenant. */
export async function findDeletion(context: RequestContext, id: string): Promise<Deletion | null> {
  return isUuid(id) ? context.read((platform) => readDeletion(platform, id.toLowerCase())) : null;
}
