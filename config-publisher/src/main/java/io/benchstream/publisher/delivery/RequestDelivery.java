package io.benchstream.publisher.delivery;

import io.benchstream.publisher.delivery.WriteOutcome.Accepted;
import io.benchstream.publisher.delivery.WriteOutcome.Failed;
import io.benchstream.publisher.delivery.WriteOutcome.Rejected;
import io.benchstream.publisher.remotewrite.Compressor;
import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.TimeSeriesRanges;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one request after another to one store, in order, as a state machine that never waits:
 * its owner calls {@link #advance} whenever an answer may have come or a pause may be over. One
 * thread.
 *
 * <ul>
 *   <li>A failure is tried again for ever.
 *   <li>A rejected zstd request is sent again in snappy. Where that is taken, the store does not
 *       know zstd, and all that follows is sent in snappy.
 *   <li>A rejected snappy request may be the fault of a series in it, or of the address: an empty
 *       request tells. Where that is rejected too, it counts as a failure. Otherwise the request is
 *       halved until the series that the store refuses are alone, which are set aside; their
 *       neighbours arrive in order.
 * </ul>
 *
 * <p>A store that was killed may have lost what it had taken but not yet written to its disk.
 * {@link #recovered} tells that one is back whose connection was lost, so that its owner can send
 * that again.
 */
public final class RequestDelivery {
  private static final byte[] EMPTY = {};

  /** A part of the request, from one series to another. */
  private record Range(int from, int to) {}

  private final RequestSender sender;
  private final EncodingChoice encoding;
  private final RetryPolicy retries;
  private final Compressor compressor;
  private final DeliveryListener listener;
  private final Runnable wakeUp;

  /** What is still to be sent of the request, next first. */
  private final Deque<Range> ranges = new ArrayDeque<>();

  private @Nullable WriteRequestBuffer request;
  private byte @Nullable [] body;
  private Encoding bodyEncoding = Encoding.SNAPPY;

  /** Set on any thread; everything else belongs to the owner's. */
  private final AtomicReference<@Nullable WriteOutcome> answer = new AtomicReference<>();

  private boolean waits;
  private boolean answersProbe;
  private boolean takesOthers;
  private boolean probes;
  private String rejection = "";

  /** The same again in snappy, to find out whether it was the encoding that was rejected. */
  private boolean triesSnappy;

  private String encodingRejection = "";
  private boolean connectionLost;
  private boolean recovered;
  private int failures;
  private long retryAt;

  /**
   * @param wakeUp called, on any thread, when an answer has come
   */
  public RequestDelivery(
      RequestSender sender,
      EncodingChoice encoding,
      RetryPolicy retries,
      Compressor compressor,
      DeliveryListener listener,
      Runnable wakeUp) {
    this.sender = sender;
    this.encoding = encoding;
    this.retries = retries;
    this.compressor = compressor;
    this.listener = listener;
    this.wakeUp = wakeUp;
  }

  /** Of the next request, as far as is known. */
  public Encoding encoding() {
    return encoding.current();
  }

  /** True while a request is under way. */
  public boolean busy() {
    return request != null;
  }

  /**
   * Takes the next request; {@link #busy} must be false, the request not empty.
   *
   * @param next left alone by its owner until it is delivered
   */
  public void begin(WriteRequestBuffer next) {
    if (request != null || next.isEmpty()) {
      throw new IllegalStateException("a request is under way, or the next one is empty");
    }
    request = next;
    ranges.push(new Range(0, next.length()));
    takesOthers = false;
    body = null;
  }

  /**
   * Goes as far as possible.
   *
   * @param now milliseconds of a clock that does not go back
   */
  public void advance(long now) {
    WriteRequestBuffer current = request;
    while (current != null) {
      if (waits) {
        WriteOutcome outcome = answer.getAndSet(null);
        if (outcome == null) {
          return;
        }
        waits = false;
        handle(outcome, current, now);
      } else if (now < retryAt) {
        return;
      } else {
        waits = true;
        send(current);
      }
      current = request;
    }
  }

  private void take(WriteOutcome outcome) {
    answer.set(outcome);
    wakeUp.run();
  }

  /** True, once, after the first request that was taken since a connection was lost. */
  public boolean recovered() {
    boolean was = recovered;
    recovered = false;
    return was;
  }

  /** True where an answer has come that {@link #advance} has not dealt with. */
  public boolean answered() {
    return answer.get() != null;
  }

  /** When {@link #advance} has something to do again without an answer, in its milliseconds. */
  public long retryAt() {
    return retryAt;
  }

  private void send(WriteRequestBuffer current) {
    answersProbe = probes;
    if (probes) {
      bodyEncoding = wanted();
      body = null;
      sender.send(bodyEncoding, compressor.compress(bodyEncoding, EMPTY, 0, 0), this::take);
      return;
    }
    byte[] bytes = body;
    if (bytes == null || bodyEncoding != wanted()) {
      bodyEncoding = wanted();
      bytes = encode(current, ranges.element());
      body = bytes;
    }
    sender.send(bodyEncoding, bytes, this::take);
  }

  private byte[] encode(WriteRequestBuffer current, Range range) {
    // What is divided is not packed any more.
    return current.isPacked() && bodyEncoding == Encoding.SNAPPY
        ? current.pack()
        : compressor.compress(bodyEncoding, current.bytes(), range.from, range.to - range.from);
  }

  private Encoding wanted() {
    return triesSnappy ? Encoding.SNAPPY : encoding.current();
  }

  private void handle(WriteOutcome outcome, WriteRequestBuffer current, long now) {
    boolean probe = answersProbe;
    switch (outcome) {
      case Accepted _ -> {
        failures = 0;
        probes = false;
        takesOthers = true;
        recovered |= connectionLost;
        connectionLost = false;
        fallBackIfProven();
        if (probe) {
          divide(current);
        } else {
          done(current);
        }
      }
      case Failed(String reason, var retryAfter, boolean lost) -> {
        connectionLost |= lost;
        pause(reason, retries.pause(++failures, retryAfter), now);
      }
      case Rejected(int status, String reason) -> rejected(status, reason, probe, current, now);
    }
  }

  private void rejected(
      int status, String reason, boolean probe, WriteRequestBuffer current, long now) {
    if (bodyEncoding != Encoding.SNAPPY && (status == 400 || status == 415)) {
      triesSnappy = true;
      encodingRejection = reason;
      return;
    }
    triesSnappy = false;
    if (probe) {
      // The request itself goes first again: what was wrong may be right by then.
      probes = false;
      pause(reason, retries.pause(++failures, Duration.ZERO), now);
    } else {
      rejection = reason;
      if (takesOthers) {
        divide(current);
      } else {
        probes = true;
      }
    }
  }

  private void fallBackIfProven() {
    if (triesSnappy) {
      triesSnappy = false;
      Encoding refused = encoding.current();
      if (encoding.fallBack()) {
        listener.fellBack(refused, Encoding.SNAPPY, encodingRejection);
      }
    }
  }

  private void pause(String reason, long millis, long now) {
    retryAt = now + millis;
    listener.failed(reason, millis);
  }

  private void done(WriteRequestBuffer current) {
    Range range = ranges.remove();
    byte[] sent = body;
    listener.accepted(samples(current, range), sent == null ? 0 : sent.length);
    next();
  }

  private static int samples(WriteRequestBuffer current, Range range) {
    return range.to - range.from == current.length()
        ? current.samples()
        : TimeSeriesRanges.count(current.bytes(), range.from, range.to);
  }

  private void divide(WriteRequestBuffer current) {
    Range range = ranges.remove();
    int middle = TimeSeriesRanges.middle(current.bytes(), range.from, range.to);
    if (middle == range.to) {
      listener.setAside(Arrays.copyOfRange(current.bytes(), range.from, range.to), rejection);
      // A store that went wrong meanwhile must not have one series after the other set aside.
      takesOthers = false;
    } else {
      ranges.push(new Range(middle, range.to));
      ranges.push(new Range(range.from, middle));
    }
    next();
  }

  private void next() {
    body = null;
    if (ranges.isEmpty()) {
      request = null;
    }
  }
}
