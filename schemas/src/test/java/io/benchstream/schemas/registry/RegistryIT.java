package io.benchstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionWindow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The serdes and the registrar on a real Apicurio Registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryIT {
  private static final int SERVICES = 6;
  private static final int VERSIONS = 5;
  private static final String GROUP = "io.benchstream.schemas";

  private final HttpClient http = HttpClient.newHttpClient();
  private LocalRegistry registry;
  private RegistrySerdes serdes;

  @BeforeAll
  void start(@TempDir Path directory) {
    registry = LocalRegistry.start(LocalRegistry.Settings.inMemory(directory));
    serdes = new RegistrySerdes(registry.apiUrl().toString(), Map.of());
    serdes.registrar().registerAll();
  }

  @AfterAll
  void stop() {
    serdes.close();
    registry.close();
  }

  @Test
  void registersEachSchemaOnceUnderTheRule() {
    serdes.registrar().registerAll();
    try (Serializer<Session> serializer = serdes.serializer()) {
      serializer.serialize("any", session());
    }

    for (Schema schema : SchemaCatalogue.schemas()) {
      String artifact = "/groups/" + GROUP + "/artifacts/" + schema.getName();
      assertThat(get(artifact + "/versions")).contains("\"count\":1");
      assertThat(get(artifact + "/rules/COMPATIBILITY")).contains("FULL");
      assertThat(new Schema.Parser().parse(get(artifact + "/versions/1/content")))
          .isEqualTo(schema);
    }
    assertThat(get("/search/artifacts?groupId=" + GROUP))
        .contains("\"count\":" + SchemaCatalogue.schemas().size());
  }

  @Test
  void givesBackWhatWasWritten() {
    try (Serializer<Session> serializer = serdes.serializer();
        Deserializer<Session> deserializer = serdes.deserializer(Session.class)) {
      byte[] bytes = serializer.serialize("sessions", session());

      assertThat(deserializer.deserialize("sessions", bytes)).isEqualTo(session());
    }
  }

  /** What a consumer in another language does, with nothing of ours. */
  @Test
  void isReadByAnybodyWhoCanGetTheSchemaById() throws IOException {
    byte[] bytes;
    try (Serializer<Session> serializer = serdes.serializer()) {
      bytes = serializer.serialize("sessions", session());
    }
    int id = ByteBuffer.wrap(bytes).getInt(1);

    Schema schema = new Schema.Parser().parse(get("/ids/contentIds/" + id));
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));

    assertThat(record.get("id")).hasToString("s1");
    String confluent = get(registry.apiUrl().resolve("/apis/ccompat/v7/schemas/ids/" + id));
    assertThat(confluent).contains("\\\"name\\\":\\\"Session\\\"");
  }

  @Test
  void refusesASchemaThatBreaksItsReaders() {
    Schema broken = without(SchemaCatalogue.schema(Session.class), "state");

    assertThatThrownBy(() -> serdes.registrar().register(List.of(broken)))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("io.benchstream.schemas/Session")
        .hasMessageContaining("compatibility rule")
        .hasMessageContaining("/fields/4")
        .hasMessageContaining("a new field needs a default");
  }

  /** As when all services of a new release start at once. */
  @Test
  void registersANewVersionForAnyNumberOfServicesAtOnce() throws Exception {
    try (ExecutorService services = Executors.newFixedThreadPool(SERVICES)) {
      for (int fields = 1; fields <= VERSIONS; fields++) {
        Schema schema = withFields(fields);
        CountDownLatch ready = new CountDownLatch(SERVICES);
        List<Future<?>> starts = new ArrayList<>();
        for (int service = 0; service < SERVICES; service++) {
          starts.add(
              services.submit(
                  () -> {
                    ready.countDown();
                    ready.await();
                    serdes.registrar().register(List.of(schema));
                    return null;
                  }));
        }
        for (Future<?> start : starts) {
          start.get();
        }
      }
    }
    // The registry may have made two versions of one content; records carry the content's id.
    String newest = "/groups/test.evolving/artifacts/Growing/versions/branch=latest/content";
    assertThat(new Schema.Parser().parse(get(newest))).isEqualTo(withFields(VERSIONS));
  }

  private static Schema withFields(int count) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Growing").namespace("test.evolving").fields();
    for (int field = 0; field < count; field++) {
      fields = fields.name("f" + field).type().intType().intDefault(0);
    }
    return fields.endRecord();
  }

  @Test
  void namesAContentIdThatNobodyRegistered() {
    try (Deserializer<Session> deserializer = serdes.deserializer(Session.class)) {
      byte[] bytes = {0, 0, 1, 0x11, 0x70, 2};

      assertThatThrownBy(() -> deserializer.deserialize("sessions", bytes))
          .isInstanceOf(UndecodableRecordException.class)
          .hasMessageContaining("no schema with the content id 70000");
    }
  }

  @Test
  void doesWithoutTheRegistryOnceWarm(@TempDir Path directory) {
    LocalRegistry passing = LocalRegistry.start(LocalRegistry.Settings.inMemory(directory));
    try (RegistrySerdes own = new RegistrySerdes(passing.apiUrl().toString(), Map.of());
        Serializer<Session> serializer = own.serializer();
        Deserializer<Session> deserializer = own.deserializer(Session.class);
        Deserializer<Session> cold = own.deserializer(Session.class)) {
      deserializer.deserialize("sessions", serializer.serialize("sessions", session()));

      passing.close();

      byte[] bytes = serializer.serialize("sessions", session());
      assertThat(deserializer.deserialize("sessions", bytes)).isEqualTo(session());
      long start = System.nanoTime();
      assertThatThrownBy(() -> cold.deserialize("sessions", bytes))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(passing.apiUrl().toString());
      assertThatThrownBy(() -> own.registrar().registerAll())
          .isInstanceOf(RegistryUnavailableException.class);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("without the registry two calls failed after %d ms%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(30));
    } finally {
      passing.close();
    }
  }

  private static Schema without(Schema schema, String field) {
    Schema changed =
        Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false);
    changed.setFields(
        schema.getFields().stream()
            .filter(each -> !each.name().equals(field))
            .map(each -> new Schema.Field(each, each.schema()))
            .toList());
    return changed;
  }

  private static Session session() {
    return Session.newBuilder()
        .setId("s1")
        .setState(SessionState.OPEN)
        .setStart(Instant.ofEpochMilli(1_000))
        .setWindows(
            List.of(
                SessionWindow.newBuilder()
                    .setId("w1")
                    .setStart(Instant.ofEpochMilli(1_000))
                    .setEnd(Instant.ofEpochMilli(2_000))
                    .build()))
        .build();
  }

  private String get(String path) {
    return get(URI.create(registry.apiUrl() + path));
  }

  private String get(URI uri) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", uri, answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
