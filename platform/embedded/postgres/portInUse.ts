import { CodedError } from '#platform/errors/codedError.ts';

/** The error for a port on which another program listens. */
export function portInUse(port: number): CodedError {
  return new CodedError('PORT_IN_USE', {
    message: `Port ${port} of 127.0.0.1, meant for the embedded PostgreSQL, is in use. Stop the program that listens there, or choose another port.`,
    details: { port },
  });
}
