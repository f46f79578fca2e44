package io.benchstream.cli.simulator.engine;

import java.time.Instant;

/**
 * A scrape from its start to its end, by the clock that stamps the pages: the page that it got was
 * served meanwhile.
 */
public record ScrapeSpan(Instant start, Instant end) {}
