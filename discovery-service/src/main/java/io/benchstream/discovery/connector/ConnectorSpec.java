package io.benchstream.discovery.connector;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connector, as configured.
 *
 * @param name of the connector, in metrics and logs
 * @param cluster that everything it sees belongs to
 * @param source in its events
 * @param interval between two reads where nothing calls for one earlier
 * @param staleAfter how long the source may be lost before its cluster is marked so
 * @param removeAfter how long it may be lost before what it announced is ended; null for ever
 * @param opener opens the source
 */
public record ConnectorSpec(
    String name,
    String cluster,
    String source,
    Duration interval,
    Duration staleAfter,
    @Nullable Duration removeAfter,
    Supplier<Source> opener) {}
