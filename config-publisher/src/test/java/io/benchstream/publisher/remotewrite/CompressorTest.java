package io.benchstream.publisher.remotewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class CompressorTest {
  private final byte[] text = "-some bytes, some bytes, some bytes-".repeat(100).getBytes(UTF_8);

  @Test
  void everyEncodingIsReadBackByItsOwnLibrary() throws IOException {
    try (Compressor compressor = new Compressor()) {
      for (int length : new int[] {0, 1, 36, 3000}) {
        byte[] wanted = Arrays.copyOfRange(text, 1, 1 + length);
        byte[] snappy = compressor.compress(Encoding.SNAPPY, text, 1, length);
        byte[] zstd = compressor.compress(Encoding.ZSTD, text, 1, length);

        assertThat(Snappy.uncompress(snappy)).isEqualTo(wanted);
        assertThat(Zstd.decompress(zstd, Math.max(length, 1))).isEqualTo(wanted);
      }
    }
  }

  @Test
  void theHeadersNameTheEncoding() {
    assertThat(Encoding.SNAPPY.headers())
        .containsEntry("Content-Encoding", "snappy")
        .containsEntry("X-Prometheus-Remote-Write-Version", "0.1.0");
    assertThat(Encoding.ZSTD.headers())
        .containsEntry("Content-Encoding", "zstd")
        .containsEntry("X-VictoriaMetrics-Remote-Write-Version", "1");
  }
}
