/**
 * What the network does.
 * - `pass`: everything goes through.
 * - `cut`: connections end in order, new ones at once.
 * - `reset`: connections break, new ones at once.
 * - `delay`: every byte comes so many milliseconds later.
 * - `throttle`: so many bytes a second pass in each direction of each connection.
 * - `stall`: nothing passes, nothing breaks; what was held passes when the mode changes.
 * - `half-open`: what is sent is lost and nobody is told, as when a router forgets its connections. Connections of
 *   that time never work again, whatever the mode becomes.
 */
export type NetworkMode =
  | { readonly kind: 'pass' | 'cut' | 'reset' | 'stall' | 'half-open' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number };
