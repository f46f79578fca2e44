package io.benchstream.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySerdesTest {
  private static final Schema SESSION = SchemaCatalogue.schema(Session.class);

  private final FakeRegistry registry = new FakeRegistry();
  private final RegistrySerdes serdes =
      new RegistrySerdes(registry.client(), Duration.ofSeconds(2));
  private final Serializer<Session> serializer = serdes.serializer();
  private final Deserializer<Session> deserializer = serdes.deserializer(Session.class);

  @AfterEach
  void close() {
    serdes.close();
  }

  @Test
  void writesAZeroByteTheContentIdAndTheRecord() {
    registry.register(Schema.create(Schema.Type.STRING));
    byte[] bytes = serializer.serialize("sessions", session());

    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertThat(buffer.get()).isZero();
    assertThat(buffer.getInt()).isEqualTo((int) registry.register(SESSION)).isEqualTo(2);
    assertThat(deserializer.deserialize("sessions", bytes)).isEqualTo(session());
  }

  @Test
  void asksTheRegistryOnce() {
    byte[] bytes = serializer.serialize("sessions", session());
    deserializer.deserialize("sessions", bytes);
    int warm = registry.calls();
    registry.fail(
        () -> {
          throw new ConnectException("gone");
        });

    for (int i = 0; i < 1_000; i++) {
      assertThat(deserializer.deserialize("sessions", serializer.serialize("sessions", session())))
          .isEqualTo(session());
    }
    assertThat(registry.calls()).isEqualTo(warm);
  }

  @Test
  void neitherReadsNorWritesHeaders() {
    RecordHeaders headers = new RecordHeaders();
    byte[] bytes = serializer.serialize("sessions", headers, session());
    assertThat(headers).isEmpty();
    headers.add("apicurio.value.encoding", new byte[] {'J', 'S', 'O', 'N'});
    headers.add("apicurio.value.contentId", new byte[] {0, 0, 0, 0, 0, 0, 0, 77});

    assertThat(deserializer.deserialize("sessions", headers, bytes)).isEqualTo(session());
    assertThat(deserializer.deserialize("sessions", bytes)).isEqualTo(session());
  }

  @Test
  void aTombstoneStaysOne() {
    assertThat(serializer.serialize("sessions", null)).isNull();
    assertThat(deserializer.deserialize("sessions", null)).isNull();
    assertThat(registry.calls()).isZero();
  }

  @Test
  void readsARecordOfAnOlderWriter() throws IOException {
    Schema older = changed(List.of("labels", "windows", "selector"), List.of());

    Session read = deserializer.deserialize("sessions", written(older));

    assertThat(read).isNotNull();
    assertThat(read.getId()).isEqualTo("s1");
    assertThat(read.getWindows()).isEmpty();
    assertThat(read.getSelector()).isEmpty();
  }

  @Test
  void readsARecordOfANewerWriter() throws IOException {
    Schema newer =
        changed(
            List.of(),
            List.of(new Schema.Field("comment", Schema.create(Schema.Type.STRING), "New.", "x")));

    Session read = deserializer.deserialize("sessions", written(newer));

    assertThat(read).isNotNull();
    assertThat(read.getId()).isEqualTo("s1");
    assertThat(read.getSchema()).isEqualTo(SESSION);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 408, 429, 500, 503})
  void aRegistryThatCannotAnswerNowIsUnavailable(int status) {
    registry.fail(
        () -> {
          throw new FakeRegistry.Answer(status);
        });
    byte[] bytes = {0, 0, 0, 0, 1, 0};

    assertThatThrownBy(() -> serializer.serialize("sessions", session()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("schema registry at test")
        .hasMessageContaining(Integer.toString(status));
    assertThatThrownBy(() -> deserializer.deserialize("sessions", bytes))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aRegistryThatIsAwayIsUnavailableUntilItIsBack() {
    registry.fail(
        () -> {
          throw new RuntimeException(new ConnectException("refused"));
        });
    assertThatThrownBy(() -> serializer.serialize("sessions", session()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("ConnectException: refused");
    registry.fail(null);

    byte[] bytes = serializer.serialize("sessions", session());
    assertThat(deserializer.deserialize("sessions", bytes)).isEqualTo(session());
  }

  @Test
  void aRegistryThatNeverAnswersIsUnavailable() {
    registry.fail(
        () -> {
          Thread.currentThread().join();
          return null;
        });

    assertThatThrownBy(() -> serializer.serialize("sessions", session()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("no answer within 2000 ms");
  }

  @Test
  void aSchemaThatTheRegistryDoesNotTakeIsRefused() {
    registry.fail(
        () -> {
          throw new FakeRegistry.Answer(422);
        });

    assertThatThrownBy(() -> serializer.serialize("sessions", session()))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("io.benchstream.schemas/Session with status 422");
  }

  @Test
  void bytesThatAreNoRecordAreUndecodable() throws IOException {
    byte[] good = serializer.serialize("sessions", session());
    byte[] unknown = good.clone();
    unknown[4] = 9;
    byte[] cut = Arrays.copyOf(good, good.length - 3);

    undecodable(new byte[0], "0 bytes that do not begin with a zero byte");
    undecodable(new byte[] {0, 0, 0, 0}, "4 bytes that do not begin");
    undecodable("{\"specversion\":\"1.0\"}".getBytes(UTF_8), "do not begin");
    undecodable(unknown, "no schema with the content id 9");
    undecodable(cut, cut.length + " bytes that are not a Session: EOFException");
    undecodable(written(Schema.createRecord("Other", null, "other", false, List.of())), "Session");
  }

  /** Lengths in the bytes are believed only as far as there are bytes. */
  @Test
  void aLengthBeyondTheBytesIsUndecodable() {
    for (long length : new long[] {1L << 20, 900_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, -5}) {
      ByteBuffer bytes =
          ByteBuffer.allocate(30).put((byte) 0).putInt((int) registry.register(SESSION));
      long zigzag = (length << 1) ^ (length >> 63);
      while ((zigzag & ~0x7fL) != 0) {
        bytes.put((byte) (zigzag | 0x80));
        zigzag >>>= 7;
      }
      bytes.put((byte) zigzag);
      undecodable(bytes.array(), "30 bytes that are not a Session");
    }
  }

  private void undecodable(byte[] bytes, String reason) {
    assertThatThrownBy(() -> deserializer.deserialize("sessions", bytes))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining(reason);
  }

  private static Session session() {
    return Session.newBuilder()
        .setId("s1")
        .setState(SessionState.OPEN)
        .setStart(Instant.ofEpochMilli(1_000))
        .build();
  }

  private static Schema changed(List<String> without, List<Schema.Field> with) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : SESSION.getFields()) {
      if (!without.contains(field.name())) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    fields.addAll(with);
    return Schema.createRecord(
        SESSION.getName(), SESSION.getDoc(), SESSION.getNamespace(), false, fields);
  }

  /** A record of a schema, as somebody else's program would write it. */
  private byte[] written(Schema schema) throws IOException {
    GenericRecordBuilder record = new GenericRecordBuilder(schema);
    if (schema.getField("id") != null) {
      record
          .set("id", "s1")
          .set("start", 1_000L)
          .set(
              "state",
              new GenericData.EnumSymbol(schema.getField("state").schema(), SessionState.OPEN));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.write(ByteBuffer.allocate(4).putInt((int) registry.register(schema)).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record.build(), encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
