/** How large a request or its answer may be. */
export interface RequestSize {
  bytes(): number;
  failed(): void;
  succeeded(): void;
}

const smallest = 16 * 1024;

/**
 * Sizes that suit the network: a quarter after each failure, twice as much after each success. Over a slow line, large
 * requests would time out again and again, and nothing would ever get through.
 */
export function createRequestSize(largest: number): RequestSize {
  let bytes = largest;
  return {
    bytes: () => bytes,
    failed() {
      bytes = Math.max(smallest, Math.floor(bytes / 4));
    },
    succeeded() {
      bytes = Math.min(largest, bytes * 2);
    },
  };
}
