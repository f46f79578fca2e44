package io.benchstream.scrape.worker;

import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.service.ServiceContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/** A scrape worker: its share of the targets in, samples and status out. */
public final class Worker implements Component {
  private final TargetLoop loop;

  public Worker(
      KafkaClients clients,
      RegistryRecords records,
      WorkerSettings settings,
      ServiceContext context) {
    MeterRegistry registry = context.metrics().registry();
    Lanes lanes =
        new Lanes(clients, records, settings, context.clock(), registry, context.health());
    Producer<byte[], byte[]> letterProducer = clients.producer(Map.of());
    DeadLetters letters =
        new DeadLetters(letterProducer, clients.config().topics(), registry, context.clock());
    loop =
        new TargetLoop(
            clients,
            records,
            settings,
            context.clock(),
            lanes,
            letterProducer,
            letters,
            context.health());
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }
}
