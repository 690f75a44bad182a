import { AddPolicyDocument, AddViolationDocument } from '#generated/operations/tests.ts';
import type { Actor } from './actor.ts';

/** Makes a policy and records a violation of it; both are named. */
export async function causeViolation(actor: Actor, name: string): Promise<void> {
  const { id } = await actor.act(AddPolicyDocument, { input: { name, description: name } });
  await actor.act(AddViolationDocument, { input: { policyId: id, subject: name, description: name } });
}
