package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.session.Answer;
import io.benchstream.aggregator.window.Contribution;
import io.benchstream.aggregator.window.ContributionCodec;
import io.benchstream.aggregator.window.ScrapeMaker;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody sees a result before its commit: it is asked for with the result, and not with scrapes.
 */
class PromptCommitTest {
  private static final long T0 = 1_700_000_000_000L;

  @TempDir Path stateDir;

  private TopologyRig rig;
  private MockProcessorContext<byte[], Output> context;

  @BeforeEach
  void begin() {
    rig = new TopologyRig(stateDir.resolve("rig"));
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), stateDir.toFile());
    context.setCurrentSystemTimeMs(T0);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private void stores(StoreBuilder<?>... builders) {
    for (StoreBuilder<?> builder : builders) {
      StateStore store = builder.withLoggingDisabled().build();
      store.init(context.getStateStoreContext(), store);
    }
  }

  @Test
  void scrapesWaitForTheIntervalAndWindowsThatCloseDoNot() {
    stores(keyed(TargetProcessor.STORE, Serdes.String()));
    TargetProcessor processor = new TargetProcessor(rig.parts());
    processor.init(context);
    ScrapeMaker target = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
    scrape(processor, target, 1);
    context.resetCommit();
    context.resetForwards();
    scrape(processor, target, 2);
    assertThat(context.forwarded()).isEmpty();
    assertThat(context.committed()).isFalse();
    scrape(processor, target, 14);
    assertThat(context.forwarded()).isNotEmpty();
    assertThat(context.committed()).isTrue();
  }

  @Test
  void sharesWaitForTheIntervalAndFinalKpisDoNot() {
    stores(
        keyed(ScopeProcessor.SHARES, Serdes.Bytes()),
        keyed(ScopeProcessor.PENDING, Serdes.String()),
        Stores.windowStoreBuilder(
            Stores.inMemoryWindowStore(
                ScopeProcessor.HISTORY, Duration.ofDays(1), Duration.ofSeconds(10), false),
            Serdes.String(),
            Serdes.ByteArray()));
    ScopeProcessor processor = new ScopeProcessor(rig.parts());
    processor.init(context);
    Layout.Scope scope = new Layout.Scope("c1", "j1");
    long end = T0 + 10_000;
    processor.process(
        new Record<>(
            ScopeMessage.key(scope),
            ScopeMessage.share(0, end, end, new Contribution(scope), new ContributionCodec()),
            T0));
    assertThat(context.committed()).isFalse();
    processor.process(new Record<>(new byte[0], ScopeMessage.closed(0, end), T0));
    assertThat(context.committed()).isTrue();
  }

  @Test
  void whatASessionAsksForIsCommittedAtOnce() {
    stores(keyed(SessionProcessor.STORE, Serdes.String()));
    SessionProcessor processor = new SessionProcessor(rig.parts(), 1);
    processor.init(context);
    context.setRecordMetadata("sessions", 0, 0);
    Session session =
        Session.newBuilder()
            .setId("s1")
            .setJobs(List.of("c1/j1"))
            .setState(SessionState.ENDED)
            .setStart(Instant.ofEpochMilli(T0))
            .setEnd(Instant.ofEpochMilli(T0 + 60_000))
            .build();
    processor.process(new Record<>("s1".getBytes(UTF_8), TopologyRig.bytes(session), T0));
    assertThat(context.forwarded()).isNotEmpty();
    assertThat(context.committed()).isTrue();
  }

  @Test
  void partsOfAReportWaitForTheIntervalAndTheReportDoesNot() {
    MockProcessorContext<byte[], byte[]> reports =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), stateDir.toFile());
    reports.setCurrentSystemTimeMs(T0);
    StateStore store =
        keyed(AssemblyProcessor.STORE, Serdes.String()).withLoggingDisabled().build();
    store.init(reports.getStateStoreContext(), store);
    AssemblyProcessor processor = new AssemblyProcessor(rig.parts());
    processor.init(reports);
    processor.process(part("t1"));
    assertThat(reports.forwarded()).isEmpty();
    assertThat(reports.committed()).isFalse();
    processor.process(part("t2"));
    assertThat(reports.forwarded()).hasSize(1);
    assertThat(reports.committed()).isTrue();
  }

  /** One of two parts. */
  private static Record<byte[], byte[]> part(String target) {
    SessionReport report =
        SessionReport.newBuilder()
            .setSessionId("s1")
            .setWindowStart(Instant.ofEpochMilli(T0))
            .setWindowEnd(Instant.ofEpochMilli(T0 + 60_000))
            .setCreatedAt(Instant.EPOCH)
            .setKpis(List.of())
            .setTargetIds(List.of(target))
            .setRecipeVersion("")
            .setOffsets(List.of())
            .build();
    return new Record<>("s1".getBytes(UTF_8), new Answer.Part("s1", 1, 2, report).toBytes(), T0);
  }

  private static <K> StoreBuilder<KeyValueStore<K, byte[]>> keyed(String name, Serde<K> keys) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray());
  }

  private void scrape(TargetProcessor processor, ScrapeMaker target, int second) {
    context.setRecordMetadata("samples", 0, second);
    long time = T0 + second * 1_000L;
    for (Scrape record : target.page(time, "vllm:num_requests_running 1")) {
      processor.process(
          new Record<>(record.getTargetId().getBytes(UTF_8), TopologyRig.bytes(record), time));
    }
  }
}
