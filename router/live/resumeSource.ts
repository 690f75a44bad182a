import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { isSkip } from '#platform/event-log/shared/skipped.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { FrameReceiver, OpenedSource } from './frameStream.ts';
import type { LiveGroup } from './liveGroup.ts';
import type { LiveMetrics } from './liveMetrics.ts';
import type { ReplayPace } from './replayPace.ts';
import type { ReplayReaders, ReplayReading } from './replayReaders.ts';
import type { Frame } from './sharedFrame.ts';
import type { TopicFeed } from './topicFeed.ts';
import type { TopicPosition } from './topicPosition.ts';

/** A subscriber who comes back. */
export interface ResumeRequest {
  readonly feed: TopicFeed;
  /** Position of the cursor. */
  readonly from: TopicPosition;
  readonly principal: Principal;
  readonly receiver: FrameReceiver;
  readonly replays: ReplayReaders;
  readonly pace: ReplayPace;
  readonly metrics: LiveMetrics;
  /** A group for this replay alone; filter, hydration and order are those of live frames. */
  replayGroup(position: () => TopicPosition): LiveGroup;
  /** Whether the event's answer is there already, made for another replay. */
  isShared(event: LoggedEvent): boolean;
  /** Joins the live group; frames come from the feed's present position on. */
  joinLive(receiver: FrameReceiver): Required<OpenedSource>;
}

/** Replay and live stream meet when fewer events than this lie between them. */
const near = 200;
/** Events of a replay that wait for hydration; more are not read from the log. */
const waitingAtMost = 32;
/** Milliseconds that this router's feed may take to reach what another one has sent already. */
const catchUpTime = 10_000;
/** Live frames that may wait for the end of the replay. */
const heldAtMost = 1_000;

/**
 * Goes on behind a cursor: replays what lies between it and the live stream, then goes over to that.
 *
 * States: *replaying*, from what the feed remembers or with a reader that those who come back together share; *meeting*, once both are near one another: at one moment the feed's
 * position becomes the border. What lies before it is the replay's, what comes behind it is the live stream's, whose
 * frames are held until the replay is through; *live*. The replay never gets ahead of the feed, so no event is on
 * both sides of the border, and none on neither.
 *
 * @throws CodedError CURSOR_EXPIRED when the log no longer has what the cursor asks for
 */
export async function resumeSource(request: ResumeRequest): Promise<OpenedSource> {
  const { feed, from } = request;
  request.metrics.resumed++;
  if (feed.position.covers(from.offsets) && from.covers(feed.position.offsets)) {
    return request.joinLive(request.receiver);
  }
  const replay = new Replay(request);
  await replay.start();
  return { stop: () => replay.stop(), cursor: () => replay.cursor };
}

class Replay {
  readonly #request: ResumeRequest;
  readonly #gone = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  readonly #group: LiveGroup;
  readonly #replayed: Required<OpenedSource>;
  #position: TopicPosition;
  #border: TopicPosition | undefined;
  #live: Required<OpenedSource> | undefined;
  /** Undefined once the stream is live. */
  #held: Frame[] | undefined = [];
  #isThrough = false;
  #releasing = false;
  #reading: ReplayReading | undefined;

  constructor(request: ResumeRequest) {
    const { receiver, principal } = request;
    this.#request = request;
    this.#position = request.from;
    this.#group = request.replayGroup(() => this.#position);
    this.#replayed = this.#group.join(
      { binding: receiver.binding, frame: (frame) => receiver.frame(frame), end: (error) => this.#end(error) },
      principal,
    );
    this.#ready.promise.catch(() => undefined);
  }

  /** Undefined while held frames are handed on: what was handed on lies between both positions. */
  get cursor(): string | undefined {
    if (this.#releasing) return undefined;
    return (this.#held ? this.#replayed : this.#live!).cursor();
  }

  async start(): Promise<void> {
    const { feed, from, replays } = this.#request;
    try {
      const remembered = feed.remembered(from);
      if (remembered) {
        this.#meet();
        this.#ready.resolve();
        void this.#take(remembered).then(() => this.#finish());
        return;
      }
      this.#reading = await replays.join(from);
      // Another router may be ahead of this one's feed.
      await feed.reached(from.offsets, AbortSignal.any([this.#gone.signal, AbortSignal.timeout(catchUpTime)]));
      this.#meetWhenNear();
      this.#ready.resolve();
      this.#finishWhenThrough();
      void this.#read().catch((cause) => this.#end(this.#failure(cause)));
    } catch (cause) {
      this.stop();
      throw this.#failure(cause);
    }
  }

  stop(): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    this.#ready.resolve();
    this.#closeReader();
    this.#replayed.stop();
    this.#live?.stop();
  }

  /** Goes through what the reader reads, until the border. */
  async #read(): Promise<void> {
    while (this.#reading) {
      const events = await this.#reading.next(this.#border?.offsets);
      if (!this.#reading) return;
      if (events === 'through') this.#finish();
      else if (events) await this.#take(events);
      else await this.#readAnew();
    }
  }

  /** With another reader: this replay was too slow for the one it shared. */
  async #readAnew(): Promise<void> {
    this.#closeReader();
    const reading = await this.#request.replays.join(this.#position);
    if (this.#gone.signal.aborted) reading.leave();
    else this.#reading = reading;
  }

  #failure(cause: unknown): Error {
    // Whatever else it is will pass: the client shall come back.
    if (!isSkip(cause)) return new CodedError('LIVE_UNAVAILABLE', { cause });
    this.#request.metrics.cursorsExpired++;
    return new CodedError('CURSOR_EXPIRED', { cause });
  }

  async #take(events: LoggedEvent[]): Promise<void> {
    await this.#ready.promise;
    const { feed, pace, principal, metrics, isShared } = this.#request;
    if (events.some((event) => !feed.position.isBehind(event))) this.#meet();
    for (const event of events) {
      if (this.#gone.signal.aborted) return;
      // Behind the border it is the live stream's, and seen already when the reader repeats itself.
      if ((this.#border && !this.#border.isBehind(event)) || this.#position.isBehind(event)) continue;
      const before = this.#position;
      const isOurs = event.header.tenant_id === principal.tenantId && this.#group.wants(event);
      if (isOurs) {
        if (!isShared(event)) await pace.take(principal.tenantId, this.#gone.signal).catch(() => undefined);
        await this.#group.roomFor(waitingAtMost);
        // What was missed is there at once; written at once, it would make anybody a slow reader.
        await this.#request.receiver.room?.();
        if (this.#gone.signal.aborted) return;
        metrics.eventsReplayed++;
      }
      this.#position = before.after(event);
      if (isOurs) this.#group.offer(event, before, this.#position);
    }
    this.#meetWhenNear();
    this.#finishWhenThrough();
  }

  #meetWhenNear(): void {
    if (this.#position.distanceTo(this.#request.feed.position) <= near) this.#meet();
  }

  #meet(): void {
    if (this.#border || this.#gone.signal.aborted) return;
    const { feed, receiver, joinLive } = this.#request;
    this.#border = feed.position;
    this.#live = joinLive({
      binding: receiver.binding,
      frame: (frame) => {
        if (!this.#held) receiver.frame(frame);
        else if (this.#held.push(frame) > heldAtMost) this.#end(new CodedError('LIVE_OVERLOADED'));
      },
      end: (error) => this.#end(error),
    });
  }

  #finishWhenThrough(): void {
    if (this.#border && this.#position.covers(this.#border.offsets)) this.#finish();
  }

  /** Everything before the border was offered. */
  #finish(): void {
    if (this.#isThrough || this.#gone.signal.aborted) return;
    this.#isThrough = true;
    this.#position = this.#border!;
    this.#closeReader();
    void this.#group.roomFor(0).then(() => this.#release());
  }

  /** Hands on what was held, at the reader's pace; what comes meanwhile is held too, so that the order stays. */
  async #release(): Promise<void> {
    const { receiver } = this.#request;
    this.#releasing = true;
    while (!this.#gone.signal.aborted && this.#held) {
      await receiver.room?.();
      const frame = this.#held?.shift();
      if (frame) receiver.frame(frame);
      else if (this.#held) {
        this.#held = undefined;
        this.#releasing = false;
        this.#replayed.stop();
      }
    }
  }

  #end(error: Error | undefined): void {
    this.stop();
    this.#request.receiver.end(error);
  }

  #closeReader(): void {
    this.#reading?.leave();
    this.#reading = undefined;
  }
}
