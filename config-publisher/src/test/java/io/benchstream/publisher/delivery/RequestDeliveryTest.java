package io.benchstream.publisher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.benchstream.publisher.remotewrite.Compressor;
import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.publisher.remotewrite.WriteRequestReader;
import io.benchstream.relabel.labels.LabelSet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class RequestDeliveryTest {
  private static final long TIME = 1_795_233_370_123L;
  private static final WriteOutcome ACCEPTED = new WriteOutcome.Accepted();
  private static final WriteOutcome REJECTED = new WriteOutcome.Rejected(400, "400 bad");
  private static final WriteOutcome DOWN = new WriteOutcome.Failed("503", Duration.ZERO, false);

  /** A store that answers at once, by what is in the request. */
  private final FakeStore store = new FakeStore();

  private final Events events = new Events();
  private final EncodingChoice encoding = new EncodingChoice(Encoding.SNAPPY);
  private final Compressor compressor = new Compressor();
  private RequestDelivery delivery = delivery(encoding);
  private long now = 1_000_000;

  @AfterEach
  void close() {
    compressor.close();
  }

  @Test
  void anAcceptedRequestIsDone() {
    deliver("a", "b");

    assertThat(delivery.busy()).isFalse();
    assertThat(store.stored).containsExactly("a", "b");
    assertThat(events.samples).isEqualTo(2);
  }

  @Test
  void itNeverWaitsForAnAnswer() {
    List<Consumer<WriteOutcome>> answers = new ArrayList<>();
    AtomicInteger wakeUps = new AtomicInteger();
    delivery =
        new RequestDelivery(
            (_, _, answer) -> answers.add(answer),
            encoding,
            policy(),
            compressor,
            events,
            wakeUps::incrementAndGet);
    delivery.begin(request("a"));

    delivery.advance(now);
    delivery.advance(now);
    assertThat(answers).hasSize(1);
    assertThat(delivery.busy()).isTrue();

    answers.getFirst().accept(ACCEPTED);
    assertThat(wakeUps).hasValue(1);
    delivery.advance(now);
    assertThat(delivery.busy()).isFalse();
  }

  @Test
  void aStoreThatIsDownIsAskedAgainAfterGrowingPauses() {
    store.answer = _ -> DOWN;
    delivery.begin(request("a"));
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      delivery.advance(now);
      pauses.add(delivery.retryAt() - now);
      delivery.advance(delivery.retryAt() - 1);
      now = delivery.retryAt();
    }

    assertThat(store.requests).isEqualTo(12);
    assertThat(pauses.getFirst()).isBetween(50L, 150L);
    assertThat(pauses.getLast()).isBetween(5_000L, 10_000L);
    assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(50L, 10_000L));

    store.answer = _ -> ACCEPTED;
    delivery.advance(now);
    assertThat(delivery.busy()).isFalse();
    assertThat(store.stored).containsExactly("a");
  }

  @Test
  void aStoreIsLeftAloneForAsLongAsItAsks() {
    store.answer = _ -> new WriteOutcome.Failed("429", Duration.ofSeconds(7), false);
    delivery.begin(request("a"));
    delivery.advance(now);
    assertThat(delivery.retryAt() - now).isEqualTo(7_000);

    store.answer = _ -> new WriteOutcome.Failed("429", Duration.ofDays(1), false);
    now = delivery.retryAt();
    delivery.advance(now);
    assertThat(delivery.retryAt() - now).isEqualTo(10_000);
  }

  @Test
  void zstdThatIsNotKnownBecomesSnappyForGood() {
    EncodingChoice zstd = new EncodingChoice(Encoding.ZSTD);
    delivery = delivery(zstd);
    store.knows = Set.of(Encoding.SNAPPY);

    deliver("a", "b");
    deliver("c");

    assertThat(store.stored).containsExactly("a", "b", "c");
    assertThat(store.requests).isEqualTo(3);
    assertThat(zstd.current()).isEqualTo(Encoding.SNAPPY);
    assertThat(events.fallbacks).isEqualTo(1);
    assertThat(events.setAside).isEmpty();
  }

  @Test
  void aSeriesThatIsRefusedInZstdTooIsNoReasonToLeaveIt() {
    EncodingChoice zstd = new EncodingChoice(Encoding.ZSTD);
    delivery = delivery(zstd);
    store.answer = names -> names.contains("b") ? REJECTED : ACCEPTED;

    deliver("a", "b", "c");

    assertThat(store.stored).containsExactly("a", "c");
    assertThat(events.setAside).containsExactly("b");
    assertThat(zstd.current()).isEqualTo(Encoding.ZSTD);
    assertThat(events.fallbacks).isZero();
  }

  @Test
  void zstdThatIsKnownStays() {
    EncodingChoice zstd = new EncodingChoice(Encoding.ZSTD);
    delivery = delivery(zstd);

    deliver("a");

    assertThat(store.stored).containsExactly("a");
    assertThat(zstd.current()).isEqualTo(Encoding.ZSTD);
  }

  @Test
  void aSeriesThatIsRefusedIsSetAsideAndTheOthersArriveInOrder() {
    Set<String> poison = Set.of("c", "h", "i");
    store.answer = names -> names.stream().anyMatch(poison::contains) ? REJECTED : ACCEPTED;

    deliver("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    assertThat(store.stored).containsExactly("a", "b", "d", "e", "f", "g", "j");
    assertThat(events.setAside).containsExactly("c", "h", "i");
    assertThat(events.samples).isEqualTo(7);
  }

  @Test
  void aPackedRequestIsDividedAsAnyOther() {
    Set<String> poison = Set.of("b", "f");
    store.answer = names -> names.stream().anyMatch(poison::contains) ? REJECTED : ACCEPTED;
    WriteRequestBuffer request = packed("a", "b", "c", "d", "e", "f", "g");
    assertThat(request.isPacked()).isTrue();

    delivery.begin(request);
    delivery.advance(now);

    assertThat(store.stored).containsExactly("a", "c", "d", "e", "g");
    assertThat(events.setAside).containsExactly("b", "f");
    assertThat(events.samples).isEqualTo(5);
  }

  @Test
  void aPackedRequestIsTheSameAtEachAttempt() {
    store.answer = _ -> DOWN;
    delivery.begin(packed("a", "b", "c", "d", "e"));
    delivery.advance(now);
    now = delivery.retryAt();
    store.answer = _ -> ACCEPTED;
    delivery.advance(now);

    assertThat(store.stored).containsExactly("a", "b", "c", "d", "e");
    assertThat(events.samples).isEqualTo(5);
  }

  @Test
  void anAddressThatRefusesEverythingIsAFailureAndLosesNothing() {
    store.answer = _ -> REJECTED;
    delivery.begin(request("a", "b"));
    for (int i = 0; i < 5; i++) {
      delivery.advance(now);
      assertThat(delivery.busy()).isTrue();
      now = delivery.retryAt();
    }
    assertThat(events.setAside).isEmpty();

    store.answer = _ -> ACCEPTED;
    delivery.advance(now);
    assertThat(store.stored).containsExactly("a", "b");
  }

  @Test
  void aStoreThatGoesWrongWhileARequestIsDividedLosesNoMoreThanItRefused() {
    store.answer = names -> names.contains("d") || store.requests > 6 ? REJECTED : ACCEPTED;
    delivery.begin(request("a", "b", "c", "d", "e", "f", "g", "h"));
    for (int i = 0; i < 5; i++) {
      delivery.advance(now);
      now = delivery.retryAt();
    }
    assertThat(delivery.busy()).isTrue();
    assertThat(events.setAside.size()).isLessThanOrEqualTo(1);

    store.answer = names -> names.contains("d") ? REJECTED : ACCEPTED;
    delivery.advance(now);
    assertThat(new TreeSet<>(store.stored)).contains("a", "b", "c", "e", "f", "g", "h");
  }

  @Test
  void aStoreWhoseConnectionWasLostIsSaidToBeBackOnce() {
    store.answer = _ -> DOWN;
    delivery.begin(request("a"));
    delivery.advance(now);
    now = delivery.retryAt();
    store.answer = _ -> ACCEPTED;
    delivery.advance(now);
    assertThat(delivery.recovered()).as("an answer is no lost connection").isFalse();

    store.answer = _ -> new WriteOutcome.Failed("refused", Duration.ZERO, true);
    delivery.begin(request("a"));
    delivery.advance(now);
    assertThat(delivery.recovered()).isFalse();
    now = delivery.retryAt();
    store.answer = _ -> ACCEPTED;
    delivery.advance(now);
    assertThat(delivery.recovered()).isTrue();
    assertThat(delivery.recovered()).isFalse();
  }

  private RequestDelivery delivery(EncodingChoice choice) {
    return new RequestDelivery(store, choice, policy(), compressor, events, () -> {});
  }

  private static RetryPolicy policy() {
    return new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  private void deliver(String... names) {
    delivery.begin(request(names));
    delivery.advance(now);
  }

  private static WriteRequestBuffer request(String... names) {
    WriteRequestBuffer request = new WriteRequestBuffer(1 << 20);
    SeriesBlock series = block(names);
    for (int i = 0; i < names.length; i++) {
      request.append(series, i, 0, TIME);
    }
    return request;
  }

  /** Of a page that was there before. */
  private static WriteRequestBuffer packed(String... names) {
    WriteRequestBuffer request = new WriteRequestBuffer(1 << 20);
    request.clear(Encoding.SNAPPY);
    SeriesBlock series = block(names);
    series.markRecurring();
    int end = request.append(series, 0, (_, count, bits) -> Arrays.fill(bits, 0, count, 0), TIME);
    assertThat(end).isEqualTo(names.length);
    return request;
  }

  private static SeriesBlock block(String... names) {
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    for (String name : names) {
      block.add(LabelSet.of(LabelSet.METRIC_NAME, name, "long", name.repeat(name.charAt(0))));
    }
    return block.build();
  }

  private static List<String> names(byte[] bytes) {
    return WriteRequestReader.read(bytes, bytes.length).stream()
        .map(sample -> sample.labels().getOrDefault(LabelSet.METRIC_NAME, ""))
        .toList();
  }

  private static final class FakeStore implements RequestSender {
    private final List<String> stored = new ArrayList<>();
    private Function<List<String>, WriteOutcome> answer = _ -> ACCEPTED;
    private Set<Encoding> knows = Set.of(Encoding.values());
    private int requests;

    @Override
    public void send(Encoding encoding, byte[] body, Consumer<WriteOutcome> to) {
      requests++;
      if (!knows.contains(encoding)) {
        to.accept(REJECTED);
        return;
      }
      List<String> names = names(uncompressed(encoding, body));
      WriteOutcome outcome = answer.apply(names);
      if (outcome instanceof WriteOutcome.Accepted) {
        stored.addAll(names);
      }
      to.accept(outcome);
    }

    private static byte[] uncompressed(Encoding encoding, byte[] body) {
      try {
        return encoding == Encoding.SNAPPY
            ? Snappy.uncompress(body)
            : Zstd.decompress(body, 1 << 20);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final class Events implements DeliveryListener {
    private final List<String> setAside = new ArrayList<>();
    private int samples;
    private int fallbacks;

    @Override
    public void accepted(int count, int bytesSent) {
      samples += count;
      assertThat(bytesSent).isPositive();
    }

    @Override
    public void failed(String reason, long pauseMillis) {
      assertThat(reason).isNotEmpty();
    }

    @Override
    public void fellBack(Encoding from, Encoding to, String reason) {
      fallbacks++;
    }

    @Override
    public void setAside(byte[] request, String reason) {
      assertThat(reason).contains("400");
      setAside.addAll(names(request));
    }
  }
}
