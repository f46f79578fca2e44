package io.benchstream.schemas.registry;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes scrapes, byte for byte as the registry's serializer does, without its walk over the
 * schema. Not thread-safe.
 *
 * <p>Hot path: a worker writes a record for each scrape. The registry's serializer encodes the
 * first one, which looks the schema up; what stands before the Avro binary is the same for all.
 * From then on fields are written in the order of the schema into a buffer that is used again, and
 * copied once.
 */
final class ScrapeSerializer implements Serializer<Scrape> {
  /** A zero byte and the schema's content id. */
  private static final int PREFIX_BYTES = 1 + Integer.BYTES;

  /** A larger buffer is given back: one large page must not hold memory for ever. */
  private static final int KEPT_BYTES = 1 << 20;

  private static final int FIRST_BYTES = 16 << 10;
  private static final Schema OUTCOMES = ScrapeOutcome.getClassSchema();
  private static final int NULL = 0;
  private static final int NOT_NULL = 1;

  private final Serializer<Scrape> serializer;
  private byte @Nullable [] prefix;
  private ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_BYTES);
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);

  ScrapeSerializer(Serializer<Scrape> serializer) {
    this.serializer = serializer;
  }

  @Override
  public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Scrape value) {
    return serialize(topic, value);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Scrape value) {
    byte[] known = prefix;
    if (value == null || known == null) {
      byte[] bytes = serializer.serialize(topic, value);
      if (bytes != null) {
        prefix = Arrays.copyOf(bytes, PREFIX_BYTES);
      }
      return bytes;
    }
    try {
      return encode(known, value);
    } catch (NullPointerException e) {
      return serializer.serialize(topic, value); // It has the words for a field without a value.
    }
  }

  private byte[] encode(byte[] known, Scrape scrape) {
    // First, since the encoder then lets go of what is left of a record that failed.
    BinaryEncoder fresh = EncoderFactory.get().binaryEncoder(out, encoder);
    out.reset();
    out.writeBytes(known);
    try {
      write(scrape, fresh);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
    byte[] bytes = out.toByteArray();
    if (bytes.length > KEPT_BYTES) {
      out = new ByteArrayOutputStream(FIRST_BYTES);
    }
    return bytes;
  }

  private static void write(Scrape scrape, BinaryEncoder encoder) throws IOException {
    encoder.writeString(scrape.getTargetId());
    encoder.writeString(scrape.getOwner());
    encoder.writeLong(scrape.getEpoch());
    encoder.writeLong(scrape.getScrapeTime().toEpochMilli());
    encoder.writeDouble(scrape.getDurationSeconds());
    encoder.writeLong(scrape.getScrapeIntervalMs());
    encoder.writeEnum(OUTCOMES.getEnumOrdinal(scrape.getOutcome().name()));
    writeLabels(scrape.getLabels(), encoder);
    encoder.writeLong(scrape.getSeriesSetId());
    String series = scrape.getSeries();
    encoder.writeIndex(series == null ? NULL : NOT_NULL);
    if (series != null) {
      encoder.writeString(series);
    }
    encoder.writeBytes(scrape.getValues());
    ByteBuffer timestamps = scrape.getTimestamps();
    encoder.writeIndex(timestamps == null ? NULL : NOT_NULL);
    if (timestamps != null) {
      encoder.writeBytes(timestamps);
    }
    encoder.writeString(scrape.getStaleSeries());
    encoder.writeInt(scrape.getSamplesScraped());
    encoder.writeInt(scrape.getSamplesPostRelabeling());
    encoder.writeInt(scrape.getSeriesAdded());
    encoder.writeInt(scrape.getPart());
    encoder.writeInt(scrape.getParts());
    encoder.flush();
  }

  private static void writeLabels(Map<String, String> labels, BinaryEncoder encoder)
      throws IOException {
    encoder.writeMapStart();
    encoder.setItemCount(labels.size());
    for (Map.Entry<String, String> label : labels.entrySet()) {
      encoder.startItem();
      encoder.writeString(label.getKey());
      encoder.writeString(label.getValue());
    }
    encoder.writeMapEnd();
  }

  @Override
  public void close() {
    serializer.close();
  }
}
