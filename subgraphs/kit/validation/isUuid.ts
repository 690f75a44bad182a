const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID (RFC 9562, section 4). An identifier that is none names nothing: treat it as not found. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && uuid.test(text);
}
