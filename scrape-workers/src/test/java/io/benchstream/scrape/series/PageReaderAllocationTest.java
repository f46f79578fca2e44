package io.benchstream.scrape.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.benchstream.scrape.exposition.Format;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A page that has the series of the last one costs one small object, however many it has. */
class PageReaderAllocationTest {
  private static final int SCRAPES = 200;
  private static final long BYTES_A_SCRAPE = 256;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void allocatesNothingForASample() {
    String page = new String(Pages.read(Pages.RAY_NODE), StandardCharsets.ISO_8859_1);
    byte[][] variants = new byte[4][];
    Random random = new Random(1);
    for (int i = 0; i < variants.length; i++) {
      variants[i] = withPlainValues(page, random).getBytes(StandardCharsets.ISO_8859_1);
    }
    PageReader reader = new PageReader();
    SeriesCache cache = new SeriesCache(SeriesRules.NONE);
    scrape(reader, cache, variants);

    long before = threads.getCurrentThreadAllocatedBytes();
    scrape(reader, cache, variants);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(SCRAPES * BYTES_A_SCRAPE);
  }

  private static void scrape(PageReader reader, SeriesCache cache, byte[][] variants) {
    for (int i = 0; i < SCRAPES; i++) {
      byte[] page = variants[i % variants.length];
      reader.read(cache, page, page.length, Format.TEXT);
    }
  }

  private static String withPlainValues(String page, Random random) {
    StringBuilder changed = new StringBuilder();
    page.lines()
        .forEach(
            line -> {
              int blank = line.lastIndexOf(' ');
              changed
                  .append(line.startsWith("#") ? line : line.substring(0, blank + 1))
                  .append(line.startsWith("#") ? "" : Double.toString(random.nextDouble()))
                  .append('\n');
            });
    return changed.toString();
  }
}
