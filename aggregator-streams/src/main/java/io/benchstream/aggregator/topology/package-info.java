/** The Kafka Streams topology: records in, KPIs out, exactly once. */
@NullMarked
package io.benchstream.aggregator.topology;

import org.jspecify.annotations.NullMarked;
