package io.benchstream.schemas.registry;

import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeFactory;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import io.apicurio.registry.serde.avro.strategy.RecordIdStrategy;
import io.apicurio.registry.serde.config.IdOption;
import io.apicurio.registry.serde.config.SerdeConfig;
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
import org.jspecify.annotations.Nullable;

/**
 * Serializers and deserializers of the Avro records, on one Apicurio Registry.
 *
 * <p>On the wire a value is a zero byte, the schema's content id as a 32-bit big-endian integer,
 * and the Avro binary; headers play no part. That is the layout that Avro clients of other
 * languages know: a consumer in Python takes the id from bytes 1 to 4, asks the registry once for
 * {@code /apis/registry/v3/ids/contentIds/<id>} (or points a Confluent-style client at {@code
 * /apis/ccompat/v7}, whose ids are the content ids) and reads the rest with that schema. Each
 * schema is one self-contained artifact: its group is the record's namespace and its id the
 * record's name, whatever the topic. A schema is looked up once per process; from then on the
 * registry may be away.
 */
public final class RegistrySerdes implements AutoCloseable {
  /** A content id never changes its meaning, so what was looked up once holds for ever. */
  private static final Duration CACHED = Duration.ofDays(3650);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  static {
    // Avro makes no class that it is not told to trust; this adds ours to whatever was set before.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackageName().equals(Scrape.class.getPackageName())));
  }

  private final Map<String, Object> settings = new HashMap<>();
  private final @Nullable Vertx vertx;
  private final RegistryCalls calls;
  private final RegistryClientFacade client;

  /**
   * Serdes on a registry; it is not asked before the first record.
   *
   * @param registryUrl the registry's API, for example http://localhost:8081/apis/registry/v3
   * @param extra further settings {@code apicurio.registry.*}, such as those of authentication and
   *     TLS
   */
  public RegistrySerdes(String registryUrl, Map<String, String> extra) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    configure(registryUrl, extra);
    settings.put(SchemaResolverConfig.VERTX_INSTANCE, vertx);
    calls = new RegistryCalls(registryUrl, CALL_TIMEOUT);
    client =
        new GuardedClient(
            RegistryClientFacadeFactory.create(new SchemaResolverConfig(settings)), calls);
  }

  /** Serdes on a registry that is reached in another way. */
  RegistrySerdes(RegistryClientFacade registry, Duration callTimeout) {
    vertx = null;
    configure("test", Map.of());
    calls = new RegistryCalls("test", callTimeout);
    client = new GuardedClient(registry, calls);
  }

  private void configure(String registryUrl, Map<String, String> extra) {
    settings.put(SchemaResolverConfig.REGISTRY_URL, registryUrl);
    settings.put(SchemaResolverConfig.AUTO_REGISTER_ARTIFACT, true);
    settings.put(SchemaResolverConfig.ARTIFACT_RESOLVER_STRATEGY, RecordIdStrategy.class.getName());
    // Self-contained schemas: a reader needs one request, and the rules see the whole record.
    settings.put(SchemaResolverConfig.DEREFERENCE_SCHEMA, true);
    settings.put(SchemaResolverConfig.CHECK_PERIOD_MS, CACHED.toMillis());
    settings.put(SchemaResolverConfig.FAULT_TOLERANT_REFRESH, true);
    // The callers retry, with backoff and in the open.
    settings.put(SchemaResolverConfig.RETRY_COUNT, 0);
    settings.put(AvroSerdeConfig.AVRO_DATUM_PROVIDER, ClassDatumProvider.class);
    settings.put(SerdeConfig.USE_ID, IdOption.contentId.name());
    settings.putAll(extra);
  }

  /**
   * A serializer; not thread-safe. It throws {@link RegistryUnavailableException} where the schema
   * is not known yet and the registry does not answer, and {@link SchemaRefusedException} where the
   * registry does not take the schema.
   */
  public <T extends SpecificRecord> Serializer<T> serializer() {
    AvroKafkaSerializer<T> serializer = new AvroKafkaSerializer<>(client);
    serializer.configure(settings, false);
    return new RecordSerializer<>(serializer);
  }

  /** As {@link #serializer}, with the same bytes, faster. */
  public Serializer<Scrape> scrapeSerializer() {
    return new ScrapeSerializer(serializer());
  }

  /**
   * A deserializer; not thread-safe. Records of older and newer versions of the schema are resolved
   * to the class's own. It throws {@link RegistryUnavailableException} where a schema is not known
   * yet and the registry does not answer, and {@link UndecodableRecordException} where the bytes
   * are not a record of the type.
   */
  public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
    AvroKafkaDeserializer<T> deserializer = new AvroKafkaDeserializer<>(client);
    Map<String, Object> typed = new HashMap<>(settings);
    typed.put(ClassDatumProvider.TYPE, type);
    deserializer.configure(typed, false);
    return new RecordDeserializer<>(deserializer, type);
  }

  /** Registers schemas in the same registry. Lives as long as this object. */
  public SchemaRegistrar registrar() {
    if (!(client.getClient() instanceof RegistryClient api)) {
      throw new IllegalStateException(
          "the registry's API must be version 3: %s"
              .formatted(settings.get(SchemaResolverConfig.REGISTRY_URL)));
    }
    return new SchemaRegistrar(api, calls);
  }

  @Override
  public void close() {
    calls.close();
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
