package io.benchstream.benchmarks.guard;

import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TemporaryDirectory;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.series.SeriesRules;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.IntToLongFunction;

/**
 * How long the parser takes for a page, in units of a loop that does nothing but read its bytes one
 * by one. Of each the fastest of many rounds counts; they are short and take turns, so that other
 * load leaves some of both alone.
 */
final class ParserRatio {
  private static final int PAGES = 10;
  private static final int SERIES = 1_000;
  private static final long ROUND_NANOS = 5_000_000;
  private static final int ROUNDS = 300;

  private final byte[][] pages = new byte[PAGES][];
  private final PageReader reader = new PageReader();
  private final SeriesCache cache = new SeriesCache(SeriesRules.NONE);
  private long sink;

  private ParserRatio() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      PageSet.of(PageSet.Shape.SERVICE, SERIES).write(directory.path());
      for (int i = 0; i < PAGES; i++) {
        pages[i] = Files.readAllBytes(directory.path().resolve(i + ".txt"));
      }
    }
  }

  /** Measures it, for some three seconds. */
  static Cost measure() throws IOException {
    ParserRatio ratio = new ParserRatio();
    double parser = Double.MAX_VALUE;
    double loop = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      parser = Math.min(parser, ratio.round(ratio::parse));
      loop = Math.min(loop, ratio.round(ratio::loop));
    }
    if (ratio.sink == 42) {
      System.err.println(); // So that neither is left out as useless.
    }
    return new Cost(parser, loop);
  }

  /** Nanoseconds for a page in one round. */
  private double round(IntToLongFunction work) {
    long start = System.nanoTime();
    long end = start;
    int done = 0;
    while (end - start < ROUND_NANOS) {
      sink += work.applyAsLong(done % PAGES);
      done++;
      end = System.nanoTime();
    }
    return (double) (end - start) / done;
  }

  private long parse(int page) {
    byte[] bytes = pages[page];
    if (reader.read(cache, bytes, bytes.length, Format.TEXT) instanceof PageOutcome.Samples read) {
      return read.series().size();
    }
    throw new IllegalStateException("a page that cannot be read");
  }

  private long loop(int page) {
    long hash = 1;
    for (byte character : pages[page]) {
      // Each step needs the one before, so the compiler cannot take several at once.
      hash = hash * 31 + character;
    }
    return hash;
  }
}
