import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

interface Queue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
}

const leastMs = 10;

/**
 * Corrects a fault of kafkajs 2.2.4: after every answer it sets a timer whose time is minus the present date, for which
 * Node prints a TimeoutNegativeWarning. Without requests that wait there is nothing to check later.
 */
export function quietRequestQueue(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: Queue) {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(leastMs, this.throttledUntil - Date.now()),
    );
  };
}
