package io.benchstream.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void whatKafkaStreamsHasForEachTaskIsNotOnThePage() {
    try (Metrics metrics = new Metrics()) {
      metrics.registry().counter("kafka.stream.task.process.total").increment();
      metrics.registry().counter("kafka.stream.processor.node.process.total").increment();
      metrics.registry().counter("kafka.stream.state.block.cache.usage").increment();
      metrics.registry().counter("kafka.stream.thread.commit.total").increment();
      metrics.registry().counter("kafka.stream.state.updater.restore.records.rate").increment();

      assertThat(metrics.page())
          .contains("kafka_stream_thread_commit_total", "kafka_stream_state_updater")
          .contains("jvm_memory_used_bytes")
          .doesNotContain("kafka_stream_task", "kafka_stream_processor", "block_cache");
    }
  }
}
