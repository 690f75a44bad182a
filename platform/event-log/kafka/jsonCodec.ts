import { CodedError } from '#platform/errors/codedError.ts';
import type { ValueCodec } from './valueCodec.ts';

/** Payloads as JSON text in UTF-8. */
export const jsonCodec: ValueCodec = {
  encodeValue: (_topic, payload) => Buffer.from(JSON.stringify(payload)),
  decodeValue(topic, value) {
    try {
      const payload: unknown = JSON.parse(value.toString('utf8'));
      if (typeof payload === 'object' && payload !== null) return payload as Record<string, unknown>;
    } catch {
      // Said below, as for any other value that is no JSON object.
    }
    throw new CodedError('EVENT_INVALID', { message: `A record of topic ${topic} is no JSON object.` });
  },
};
