/** How payloads become the values of records, and back. */
export interface ValueCodec {
  /** @throws CodedError EVENT_INVALID when the payload does not keep to the topic's contract */
  encodeValue(topic: string, payload: Record<string, unknown>): Buffer | Promise<Buffer>;
  /**
   * @throws CodedError EVENT_INVALID when these bytes will never be an event, which is then left out; anything else is
   * tried again
   */
  decodeValue(topic: string, value: Buffer): Record<string, unknown> | Promise<Record<string, unknown>>;
}
