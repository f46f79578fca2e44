package io.benchstream.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the commands of docs/lifecycle-events.md, word for word but for the port. */
@ExtendWith(SharedParts.class)
class LifecycleEventsDocIT {
  private static final Path DOC = Path.of("..", "docs", "lifecycle-events.md");
  private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void itsCommandsDoWhatItSays(LocalBroker broker, LocalRegistry registry) throws Exception {
    KafkaConfig kafka =
        KafkaConfig.of(
            broker.bootstrapServers(),
            registry.apiUrl().toString(),
            new Topics("doc.", 2, (short) 1));
    try (ServiceContext context = ServiceContext.create();
        KafkaClients clients = new KafkaClients(kafka, "doc", context.metrics().registry());
        RegistryRecords records = new RegistryRecords(kafka);
        Admin admin = clients.admin();
        GatewayPipeline gateway =
            new GatewayPipeline(GatewayConfig.of(kafka, new ServerConfig(null, 0)), context)) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
      gateway.start();
      List<String> commands = commands();
      assertThat(commands).hasSize(3);

      List<String> answers = new ArrayList<>();
      for (String command : commands) {
        answers.add(run(command.replace("127.0.0.1:8002", "127.0.0.1:" + gateway.port())));
      }

      assertThat(answers)
          .containsExactly("{\"accepted\":1}", "{\"accepted\":1}", "{\"accepted\":2}");
      Map<String, LifecycleEvent> events = read(clients, records, 4);
      assertThat(events)
          .containsOnlyKeys(
              "lab-serve-1-r0-RUNNING", "lab-serve-1-r0-COMPLETED", "lab-RUNNING", "lab-DELETED");
      LifecycleEvent running = events.get("lab-serve-1-r0-RUNNING");
      assertThat(running).isNotNull();
      assertThat(running.getKind()).isEqualTo("vllm");
      assertThat(running.getEndpoints())
          .extracting("address")
          .containsExactly("10.0.0.7:8000", "10.0.0.7:9400");
      assertThat(events.get("lab-serve-1-r0-COMPLETED"))
          .extracting("phase", "cluster", "job")
          .containsExactly(Phase.COMPLETED, "lab", "serve-1");
      assertThat(events.get("lab-RUNNING"))
          .extracting("kind", "attributes.nodes")
          .containsExactly("ray", "10.0.0.2,10.0.0.3");
    }
  }

  private static List<String> commands() throws IOException {
    return COMMAND.matcher(Files.readString(DOC)).results().map(result -> result.group(1)).toList();
  }

  private static String run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("timeout", "60", "bash", "-c", command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }

  private static Map<String, LifecycleEvent> read(
      KafkaClients clients, RegistryRecords records, int count) {
    Map<String, LifecycleEvent> events = new HashMap<>();
    RecordReader<LifecycleEvent> reader = records.reader(LifecycleEvent.class);
    List<TopicPartition> partitions =
        IntStream.range(0, 8).mapToObj(p -> new TopicPartition("doc.lifecycle", p)).toList();
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  if (reader.read(record) instanceof Decoded.Value<LifecycleEvent>(var event)) {
                    events.put(event.getId(), event);
                  }
                }
                return events.size() == count;
              });
    }
    return events;
  }
}
