package io.benchstream.scrape.worker;

import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.fetch.FetchSettings;
import io.benchstream.scrape.lane.LaneSettings;
import java.time.Duration;

/**
 * Settings of a worker.
 *
 * @param group consumer group of all workers
 * @param lanes threads that scrape, 1 or more
 * @param lane settings of each lane
 * @param fetch bounds of fetching
 * @param textMode what becomes of a bad line in the text format
 * @param largestPage bytes that no page may exceed
 * @param maxInFlightBytes bytes on their way to Kafka beyond which scrapes are dropped
 * @param linger longest time that a record waits for others to go with it
 * @param releasePatience how long a worker goes on with a partition that it gives away
 */
public record WorkerSettings(
    String group,
    int lanes,
    LaneSettings lane,
    FetchSettings fetch,
    Format.Mode textMode,
    long largestPage,
    long maxInFlightBytes,
    Duration linger,
    Duration releasePatience) {}
