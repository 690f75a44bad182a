import { setImmediate } from 'node:timers/promises';
import type { ManifestOperation } from '../documents/manifest.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { compileDocument } from './compile.ts';
import type { OperationParts } from './operationStage.ts';
import type { EngineFunctions } from './pluginPhases.ts';
import { validateDocument } from './validate.ts';

/** How the preparation of persisted operations ended. */
export interface SafelistPreparation {
  readonly planned: number;
  /** Operations that cannot be used with this supergraph; each is logged, and refused when it is sent. */
  readonly unusable: number;
}

/**
 * Parses, validates and plans every persisted operation, so that the first caller of each pays nothing for it. Other
 * work gets its turn in between.
 */
export async function prepareSafelist(
  parts: OperationParts,
  validate: EngineFunctions['validate'],
): Promise<SafelistPreparation> {
  let planned = 0;
  let unusable = 0;
  for (const operation of parts.safelist.operations) {
    try {
      await prepare(operation, parts, validate);
      planned++;
    } catch (error) {
      unusable++;
      const reasons = RequestRefused.from(error)
        .errors.slice(0, 5)
        .map(({ message }) => message);
      const { id, name } = operation;
      parts.logger.error({ documentId: id, operation: name, reasons }, 'a persisted operation cannot be used');
    }
    await setImmediate();
  }
  return { planned, unusable };
}

async function prepare(
  { text }: ManifestOperation,
  parts: OperationParts,
  validate: EngineFunctions['validate'],
): Promise<void> {
  const { documents } = parts;
  documents.pin(text);
  const known = documents.find(text, undefined) ?? documents.begin(text, undefined, documents.parse(text));
  validateDocument(known, validate, parts);
  if (!known.operation) throw RequestRefused.because('OPERATION_NOT_FOUND', 'It must have exactly one operation.');
  await compileDocument(known, undefined, parts);
}
