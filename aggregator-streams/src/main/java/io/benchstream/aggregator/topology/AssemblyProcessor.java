package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.session.Answer;
import io.benchstream.aggregator.session.AssemblyStore;
import io.benchstream.aggregator.session.ReportAssembly;
import io.benchstream.schemas.SessionReport;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One partition of sessions' answers: parts in, reports out. */
final class AssemblyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  static final String STORE = "assemblies";

  private final TopologyParts parts;
  private final ValueWriter<SessionReport> writer;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable ReportAssembly assembly;

  AssemblyProcessor(TopologyParts parts) {
    this.parts = parts;
    this.writer = parts.formats().reports().get();
  }

  /** Parts of reports in a state store. */
  private record Store(KeyValueStore<String, byte[]> store) implements AssemblyStore {
    @Override
    public void save(String key, byte[] value) {
      store.put(key, value);
    }

    @Override
    public byte @Nullable [] find(String key) {
      return store.get(key);
    }

    @Override
    public void delete(String key) {
      store.delete(key);
    }
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> assigned) {
    context = assigned;
    assembly = new ReportAssembly(new Store(assigned.getStateStore(STORE)), this::emit);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long now = Objects.requireNonNull(context).currentSystemTimeMs();
    Objects.requireNonNull(assembly).accept(Answer.of(record.value()), now);
  }

  private void emit(String key, @Nullable SessionReport report) {
    ProcessorContext<byte[], byte[]> current = Objects.requireNonNull(context);
    long now = current.currentSystemTimeMs();
    current.commit();
    if (report == null) {
      current.forward(new Record<>(key.getBytes(UTF_8), null, now));
      return;
    }
    parts.meters().countReport();
    ProducerRecord<byte[], byte[]> encoded = writer.record(key, report);
    current.forward(new Record<>(encoded.key(), encoded.value(), now, encoded.headers()));
  }
}
