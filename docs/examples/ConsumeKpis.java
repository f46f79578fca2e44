import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.registry.RegistrySerdes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints every final KPI that stands on the topic, one line each: window end, scope, KPI, values,
 * share of the window that was seen.
 *
 * <p>{@code java -cp <schemas, kafka-clients and what they need> ConsumeKpis.java <bootstrap
 * servers> <registry API> [topic]}
 */
class ConsumeKpis {
  public static void main(String[] args) {
    String topic = args.length > 2 ? args[2] : "benchstream.kpis";
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", args[0],
            // The aggregator writes in transactions.
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", false);
    try (RegistrySerdes serdes = new RegistrySerdes(args[1], Map.of());
        KafkaConsumer<String, KpiWindow> consumer =
            new KafkaConsumer<>(
                settings, new StringDeserializer(), serdes.deserializer(KpiWindow.class))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, KpiWindow> record : consumer.poll(Duration.ofSeconds(1))) {
          KpiWindow kpi = record.value();
          // Provisional values are of windows that are still open; each final one comes once.
          if (kpi.getStatus() == WindowStatus.FINAL) {
            System.out.println(line(kpi));
          }
        }
      }
    }
  }

  private static String line(KpiWindow kpi) {
    String scope = kpi.getScope().getCluster() + "/" + kpi.getScope().getJob();
    String labels =
        new TreeMap<>(kpi.getScope().getLabels())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    String values =
        new TreeMap<>(kpi.getValues())
            .entrySet().stream()
                .map(value -> String.format(Locale.ROOT, "%s=%.12f", value.getKey(), value.getValue()))
                .collect(Collectors.joining(" "));
    int seen = kpi.getQuality().getScrapesSeen();
    int expected = kpi.getQuality().getScrapesExpected();
    boolean low = seen < 0.9 * expected;
    return String.join(
        "\t",
        Long.toString(kpi.getWindowEnd().toEpochMilli()),
        scope + "{" + labels + "}",
        kpi.getKpi(),
        values + " " + kpi.getUnit(),
        seen + "/" + expected + (low ? " LOW" : ""));
  }
}
