package io.benchstream.publisher.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.remotewrite.WriteRequestReader.ReadSample;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.samples.StaleMarker;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteRequestBufferTest {
  private static final long NOW = 1_795_233_370_123L;

  private final SeriesBlock block =
      new SeriesBlock.Builder()
          .add(LabelSet.of("__name__", "up", "job", "a"))
          .omit()
          .add(LabelSet.of("__name__", "down"))
          .build();

  /** Written by hand from the specification. */
  @Test
  void theBytesAreThoseOfTheSpecification() {
    WriteRequestBuffer buffer = new WriteRequestBuffer(100);
    buffer.append(block, 0, Double.doubleToRawLongBits(1.0), NOW);

    assertThat(HexFormat.of().formatHex(buffer.bytes(), 0, buffer.length()))
        .isEqualTo(
            "0a2c"
                + "0a0e"
                + "0a085f5f6e616d655f5f"
                + "12027570"
                + "0a08"
                + "0a036a6f62"
                + "120161"
                + "1210"
                + "09000000000000f03f"
                + "108ba0fde19f34");
  }

  @Test
  void anOmittedSeriesIsNotWritten() {
    WriteRequestBuffer buffer = new WriteRequestBuffer(100);
    buffer.append(block, 1, 0, NOW);

    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.samples()).isZero();
  }

  @Test
  void itIsFullFromTheLimitOnAndEmptyAfterClear() {
    WriteRequestBuffer buffer = new WriteRequestBuffer(60);
    buffer.append(block, 0, StaleMarker.BITS, NOW);
    assertThat(buffer.isFull()).isFalse();
    buffer.append(block, 2, 7, NOW + 1);
    assertThat(buffer.isFull()).isTrue();
    assertThat(WriteRequestReader.read(buffer.bytes(), buffer.length()))
        .containsExactly(
            new ReadSample(Map.of("__name__", "up", "job", "a"), StaleMarker.BITS, NOW),
            new ReadSample(Map.of("__name__", "down"), 7, NOW + 1));

    buffer.clear(Encoding.ZSTD);

    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.isFull()).isFalse();
  }
}
