/**
 * Light messages between the processes of one installation: revocations, caches to be emptied. Whoever subscribes hears
 * what is published from then on, also what it publishes itself. Messages may come twice; order holds per channel.
 */
export interface Broadcast {
  /**
   * Tells all subscribers of a channel. @param message any JSON value
   * @throws CodedError BROADCAST_UNAVAILABLE
   */
  publish(channel: string, message: unknown): Promise<void>;
  /**
   * Hears a channel; resolves once in position.
   * @throws CodedError BROADCAST_UNAVAILABLE when it cannot be heard now; later losses are repaired, and nothing is missed
   */
  subscribe(channel: string, onMessage: (message: unknown) => void): Promise<{ close(): Promise<void> }>;
  /** Resolves when messages can be sent now. @throws CodedError BROADCAST_UNAVAILABLE */
  ping(): Promise<void>;
  close(): Promise<void>;
}
