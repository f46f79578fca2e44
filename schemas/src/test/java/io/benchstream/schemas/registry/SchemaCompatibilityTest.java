package io.benchstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each schema against the version of it that was committed last, in {@code
 * src/test/resources/committed}: old records must read with the new schema and new records with the
 * old one. To accept compatible changes, and new schemas, for good:
 *
 * <pre>./mvnw -pl schemas test -Dtest=SchemaCompatibilityTest -Dschemas.commit=true</pre>
 *
 * An incompatible schema is not accepted. Where a break is meant, delete the committed file first.
 */
class SchemaCompatibilityTest {
  private static final Path COMMITTED = Path.of("src", "test", "resources", "committed");
  private static final int RECORDS = 50;

  @BeforeAll
  static void commitOnRequest() throws IOException {
    if (!Boolean.getBoolean("schemas.commit")) {
      return;
    }
    Files.createDirectories(COMMITTED);
    for (Schema schema : SchemaCatalogue.schemas()) {
      Path file = file(schema);
      if (!Files.exists(file) || faults(schema, parse(file)).isEmpty()) {
        Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
      }
    }
  }

  static List<Schema> schemas() {
    return SchemaCatalogue.schemas();
  }

  @Test
  void everySchemaIsCommittedAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(COMMITTED)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("accept a new schema with -Dschemas.commit=true; a topic's schema never goes away")
          .containsExactlyInAnyOrderElementsOf(
              schemas().stream().map(schema -> schema.getName() + ".avsc").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void isFullyCompatibleWithTheCommittedOne(Schema schema) throws IOException {
    assertThat(faults(schema, parse(file(schema)))).isEmpty();
  }

  /** So that the next change is compared with what is in use, and not with something older. */
  @ParameterizedTest
  @MethodSource("schemas")
  void isTheCommittedOne(Schema schema) throws IOException {
    assertThat(schema)
        .as("accept the change of %s with -Dschemas.commit=true", schema.getName())
        .isEqualTo(parse(file(schema)));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void recordsReadBothWays(Schema schema) throws IOException {
    long seed = System.nanoTime();
    Schema committed = parse(file(schema));
    for (Object record : new RandomData(committed, RECORDS, seed)) {
      assertThat(read(write(record, committed), committed, schema)).as("seed %d", seed).isNotNull();
    }
    for (Object record : new RandomData(schema, RECORDS, seed)) {
      assertThat(read(write(record, schema), schema, committed)).as("seed %d", seed).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everythingIsDocumented(Schema schema) {
    assertThat(undocumented(schema, new HashSet<>())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aBreakIsSeen(Schema schema) {
    Random random = new Random(1);
    List<Schema.Field> required =
        schema.getFields().stream().filter(field -> !field.hasDefaultValue()).toList();
    Schema.Field victim = required.get(random.nextInt(required.size()));

    Schema withoutField = copy(schema, victim, null);
    Schema retyped =
        copy(
            schema,
            victim,
            new Schema.Field(victim.name(), Schema.create(Schema.Type.FLOAT), "Now a float."));
    Schema withNewRequired =
        copy(schema, null, new Schema.Field("added", Schema.create(Schema.Type.INT), "New."));

    assertThat(faults(withoutField, schema)).as("%s removed", victim.name()).isNotEmpty();
    assertThat(faults(retyped, schema)).as("%s retyped", victim.name()).isNotEmpty();
    assertThat(faults(withNewRequired, schema)).as("a field without default").isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aFieldWithDefaultIsNoBreak(Schema schema) {
    Schema added =
        copy(schema, null, new Schema.Field("added", Schema.create(Schema.Type.INT), "New.", 0));

    assertThat(faults(added, schema)).isEmpty();
  }

  private static List<String> faults(Schema schema, Schema committed) {
    List<String> faults = new ArrayList<>();
    collect("records of the committed schema", committed, schema, faults);
    collect("new records read by the committed schema", schema, committed, faults);
    return faults;
  }

  private static void collect(String what, Schema writer, Schema reader, List<String> faults) {
    for (var each :
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()) {
      faults.add(what + ": " + each.getMessage() + " at " + each.getLocation());
    }
  }

  private static List<String> undocumented(Schema schema, Set<String> seen) {
    List<String> found = new ArrayList<>();
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          addIfBlank(schema.getDoc(), schema.getName(), found);
          for (Schema.Field field : schema.getFields()) {
            addIfBlank(field.doc(), schema.getName() + "." + field.name(), found);
            found.addAll(undocumented(field.schema(), seen));
          }
        }
      }
      case ENUM -> {
        addIfBlank(schema.getDoc(), schema.getName(), found);
        addIfBlank(schema.getEnumDefault(), schema.getName() + ": default symbol", found);
      }
      case UNION -> schema.getTypes().forEach(type -> found.addAll(undocumented(type, seen)));
      case ARRAY -> found.addAll(undocumented(schema.getElementType(), seen));
      case MAP -> found.addAll(undocumented(schema.getValueType(), seen));
      default -> {}
    }
    return found;
  }

  private static void addIfBlank(@Nullable String text, String name, List<String> found) {
    if (text == null || text.isBlank()) {
      found.add(name);
    }
  }

  private static Schema copy(
      Schema schema, Schema.@Nullable Field without, Schema.@Nullable Field with) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      if (!field.equals(without)) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    if (with != null) {
      fields.add(with);
    }
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static byte[] write(Object record, Schema schema) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes, Schema writer, Schema reader) throws IOException {
    return new GenericDatumReader<>(writer, reader)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }

  private static Path file(Schema schema) {
    return COMMITTED.resolve(schema.getName() + ".avsc");
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }
}
