package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.layout.LayoutBuilder;
import io.benchstream.aggregator.window.PartitionWindows;
import io.benchstream.runtime.logging.RateLimitedLog;
import java.time.Duration;

/**
 * What the tasks of the topology work with.
 *
 * @param partitionSettings windows and limits
 * @param layouts makes layouts, with the recipes
 * @param samplesPartitions partition count of {@code samples}
 * @param provisionalInterval how often values of open windows are given out; zero for never
 * @param partialRetention how long final windows are kept for reports of sessions
 * @param formats readers and writers
 * @param inputEnds tells whether a partition was read to its end
 */
public record TopologyParts(
    PartitionWindows.Settings partitionSettings,
    LayoutBuilder layouts,
    int samplesPartitions,
    Duration provisionalInterval,
    Duration partialRetention,
    RecordFormats formats,
    InputEnds inputEnds,
    AggregatorMeters meters,
    RateLimitedLog log) {}
