package io.benchstream.publisher;

import static io.benchstream.publisher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.process.Port;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start, where nothing is there to start with. */
class PublisherStartIT {
  @Test
  void aBrokerThatIsAwayHoldsUpNobodyAndIsToldOf(@TempDir Path directory) {
    int nobody = Port.any().resolve("nobody");
    KafkaConfig kafka =
        KafkaConfig.of(
            "127.0.0.1:" + nobody, "http://127.0.0.1:" + nobody, new Topics("", 4, (short) 1));
    VmagentConfig vmagent = new VmagentConfig(directory, null, null, null);
    ServiceContext context = ServiceContext.create();
    try (PublisherPipeline pipeline =
        new PublisherPipeline(new PublisherConfig(kafka, null, vmagent, List.of()), context)) {
      assertThat(context.health().ready()).as("before the start").isFalse();

      pipeline.start();

      assertThat(context.health().unready())
          .containsEntry("config publisher", "waiting for the broker");
    }
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("config-publisher-start")));
    context.close();
  }
}
