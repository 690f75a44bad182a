import type { NetworkMode } from './network/networkMode.ts';
import type { TcpProxy } from './network/tcpProxy.ts';

/** A service that its clients reach through a proxy, and that can be killed where it has a process of its own. */
export interface FaultTarget {
  readonly proxy: TcpProxy;
  /** Ends it by SIGKILL. */
  kill?(): Promise<void>;
  /** Starts it again on its data and its port. */
  restart?(): Promise<void>;
}

/** Something bad, and how it ends. */
export interface Fault {
  readonly name: string;
  begin(target: FaultTarget): Promise<void> | void;
  end(target: FaultTarget): Promise<void> | void;
}

const network = (name: string, mode: NetworkMode): Fault => ({
  name,
  begin: ({ proxy }) => proxy.set(mode),
  end: ({ proxy }) => proxy.set({ kind: 'pass' }),
});

/** What a network does to whoever relies on it. */
export const networkFaults: readonly Fault[] = [
  network('cut', { kind: 'cut' }),
  network('reset', { kind: 'reset' }),
  network('500 ms', { kind: 'delay', milliseconds: 500 }),
  network('8 KB/s', { kind: 'throttle', bytesPerSecond: 8_192 }),
  network('stall', { kind: 'stall' }),
  network('half-open', { kind: 'half-open' }),
];

/** The death of the service itself. */
export const killed: Fault = {
  name: 'SIGKILL',
  begin: (target) => target.kill?.(),
  end: (target) => target.restart?.(),
};
