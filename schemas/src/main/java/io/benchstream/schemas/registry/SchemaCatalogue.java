package io.benchstream.schemas.registry;

import io.benchstream.schemas.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The record schemas of all topics, each self-contained. */
public final class SchemaCatalogue {
  private SchemaCatalogue() {}

  /** In the order of {@link Topic}. */
  public static List<Schema> schemas() {
    return Arrays.stream(Topic.values())
        .map(Topic::valueType)
        .flatMap(Optional::stream)
        .map(SchemaCatalogue::schema)
        .toList();
  }

  /** The schema of a record class, as this build has it. */
  public static Schema schema(Class<? extends SpecificRecord> type) {
    return SpecificData.get().getSchema(type);
  }
}
