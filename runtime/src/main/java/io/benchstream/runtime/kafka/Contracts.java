package io.benchstream.runtime.kafka;

import org.apache.kafka.clients.admin.Admin;

/** What a service needs to stand before it reads or writes: the topics, and their schemas. */
public final class Contracts {
  private Contracts() {}

  /**
   * Creates the topics that are missing and checks the others, then registers the schemas. Waits
   * for a broker or a registry that is away; an interrupt ends the wait.
   *
   * @throws TopicMismatchException where a topic differs from the catalogue
   * @throws io.benchstream.schemas.registry.SchemaRefusedException where the registry has a schema
   *     that this version's breaks
   */
  public static void ensure(KafkaClients clients, RegistryRecords records) {
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, clients.config(), Backoff.forever()).ensure();
    }
    records.registerSchemas();
  }
}
