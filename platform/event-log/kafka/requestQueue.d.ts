declare module 'kafkajs/src/network/requestQueue/index.js' {
  /** Of kafkajs's own parts, what quietRequestQueue.ts replaces. */
  const RequestQueue: { prototype: { scheduleCheckPendingRequests: unknown } };
  export default RequestQueue;
}
