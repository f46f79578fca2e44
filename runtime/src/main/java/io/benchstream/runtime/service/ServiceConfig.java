package io.benchstream.runtime.service;

import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;

/** What the configuration of every service holds. */
public interface ServiceConfig {
  /** Brokers, registry, topics. */
  KafkaConfig kafka();

  /** Where health and metrics are told. */
  ServerConfig server();
}
