/** Kafka clients, topics, decoding, dead letters and followed topics. */
@NullMarked
package io.benchstream.runtime.kafka;

import org.jspecify.annotations.NullMarked;
