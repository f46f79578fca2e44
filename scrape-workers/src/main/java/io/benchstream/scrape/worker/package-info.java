/**
 * The edge to Kafka: the partitions of targets that this worker owns, and the records of their
 * samples and status.
 */
@NullMarked
package io.benchstream.scrape.worker;

import org.jspecify.annotations.NullMarked;
