package io.benchstream.schemas.registry;

import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import io.apicurio.registry.serde.avro.strategy.RecordIdStrategy;
import io.benchstream.schemas.Scrape;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializers and deserializers of the Avro records, on one Apicurio Registry.
 *
 * <p>On the wire a value is a zero byte, the schema's content id as a 32-bit big-endian integer,
 * and the Avro binary: the layout that Avro clients of other languages know. An artifact's group is
 * the record's namespace and its id the record's name, whatever the topic. A schema is looked up
 * once per process; from then on the registry may be away.
 */
public final class RegistrySerdes implements AutoCloseable {
  /** A content id never changes its meaning, so what was looked up once holds for ever. */
  private static final Duration CACHED = Duration.ofDays(3650);

  static {
    // Avro makes no class that it is not told to trust; this adds ours to whatever was set before.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackageName().equals(Scrape.class.getPackageName())));
  }

  private final Map<String, Object> settings = new HashMap<>();
  private final Vertx vertx;

  /**
   * @param registryUrl the registry's API, for example http://localhost:8081/apis/registry/v3
   * @param extra further settings {@code apicurio.registry.*}, such as those of authentication
   */
  public RegistrySerdes(String registryUrl, Map<String, String> extra) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    settings.put(SchemaResolverConfig.REGISTRY_URL, registryUrl);
    settings.put(SchemaResolverConfig.AUTO_REGISTER_ARTIFACT, true);
    settings.put(SchemaResolverConfig.ARTIFACT_RESOLVER_STRATEGY, RecordIdStrategy.class.getName());
    settings.put(SchemaResolverConfig.CHECK_PERIOD_MS, CACHED.toMillis());
    settings.put(SchemaResolverConfig.FAULT_TOLERANT_REFRESH, true);
    settings.put(SchemaResolverConfig.RETRY_COUNT, 0);
    settings.put(SchemaResolverConfig.VERTX_INSTANCE, vertx);
    settings.put(AvroSerdeConfig.USE_SPECIFIC_AVRO_READER, true);
    settings.putAll(extra);
  }

  /**
   * A serializer; not thread-safe. It throws {@link RegistryUnavailableException} where the schema
   * is not known yet and the registry does not answer.
   */
  public <T extends SpecificRecord> Serializer<T> serializer() {
    AvroKafkaSerializer<T> serializer = new AvroKafkaSerializer<>();
    serializer.configure(settings, false);
    return new TranslatingSerializer<>(serializer);
  }

  /**
   * A deserializer; not thread-safe. It throws {@link RegistryUnavailableException} where a schema
   * is not known yet and the registry does not answer, and {@link UndecodableRecordException} where
   * the bytes are not a record of the type.
   */
  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    AvroKafkaDeserializer<Object> deserializer = new AvroKafkaDeserializer<>();
    deserializer.configure(settings, false);
    return new TranslatingDeserializer<>(deserializer, type);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
