package io.benchstream.scrape.series;

import io.benchstream.scrape.exposition.Entry;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Prints what a sample costs in CPU time of the reading thread, to be run by hand; no test. */
final class PageReaderTiming {
  private static final long NANOS = 2_000_000_000L;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PageReaderTiming() {}

  public static void main(String[] args) {
    for (String capture : List.of(Pages.NODE_EXPORTER, Pages.RAY_NODE)) {
      String page = new String(Pages.read(capture), StandardCharsets.ISO_8859_1);
      byte[][] same = new byte[6][];
      byte[][] churned = new byte[6][];
      Random random = new Random(42);
      for (int i = 0; i < same.length; i++) {
        String variant = varied(page, random);
        same[i] = variant.getBytes(StandardCharsets.ISO_8859_1);
        churned[i] = churned(variant, random).getBytes(StandardCharsets.ISO_8859_1);
      }
      System.out.printf("%s, %d bytes%n", capture, page.length());
      for (int round = 0; round < 2; round++) {
        print("positional match", same, true);
        print("1 % of series replaced", churned, true);
        print("full parse and resolve", same, false);
        printCursor(same);
      }
    }
  }

  private static void print(String what, byte[][] pages, boolean keepCache) {
    PageReader reader = new PageReader();
    SeriesCache cache = new SeriesCache(SeriesRules.NONE);
    long samples = 0;
    long start = THREADS.getCurrentThreadCpuTime();
    long elapsed = 0;
    for (int i = 0; elapsed < NANOS; i++) {
      byte[] page = pages[i % pages.length];
      if (!keepCache) {
        cache = new SeriesCache(SeriesRules.NONE);
      }
      samples += reader.read(cache, page, page.length, Format.TEXT).samplesScraped();
      elapsed = THREADS.getCurrentThreadCpuTime() - start;
    }
    System.out.printf("  %-26s %7.1f ns/sample%n", what, (double) elapsed / samples);
  }

  private static void printCursor(byte[][] pages) {
    ExpositionCursor cursor = Format.TEXT.cursor(Format.Mode.LENIENT);
    long samples = 0;
    long start = THREADS.getCurrentThreadCpuTime();
    long elapsed = 0;
    for (int i = 0; elapsed < NANOS; i++) {
      byte[] page = pages[i % pages.length];
      cursor.reset(page, page.length);
      Entry entry = cursor.next();
      while (entry != Entry.END) {
        samples += entry == Entry.SAMPLE ? 1 : 0;
        entry = cursor.next();
      }
      elapsed = THREADS.getCurrentThreadCpuTime() - start;
    }
    System.out.printf("  %-26s %7.1f ns/sample%n", "full parse", (double) elapsed / samples);
  }

  /** A quarter of the values differ from those of the capture. */
  private static String varied(String page, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(page.split("\n")));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith("#") && random.nextInt(4) == 0) {
        String value =
            random.nextBoolean()
                ? Integer.toString(random.nextInt(100_000))
                : Double.toString(random.nextDouble() * 1000);
        lines.set(i, line.substring(0, line.lastIndexOf(' ') + 1) + value);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String churned(String page, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(page.split("\n")));
    List<Integer> samples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("#")) {
        samples.add(i);
      }
    }
    Collections.shuffle(samples, random);
    for (int i : samples.subList(0, samples.size() / 100)) {
      lines.set(i, "replaced_%d{a=\"%d\"} 1".formatted(i, random.nextInt()));
    }
    return String.join("\n", lines) + "\n";
  }
}
