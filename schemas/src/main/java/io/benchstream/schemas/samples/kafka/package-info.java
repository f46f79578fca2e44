/** Reads the topic {@code samples} with a Kafka consumer, from any offset. */
@NullMarked
package io.benchstream.schemas.samples.kafka;

import org.jspecify.annotations.NullMarked;
