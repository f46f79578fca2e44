/**
 * The queue of each destination: Kafka. Records in, requests out, offsets committed once a store
 * has the samples.
 */
@NullMarked
package io.benchstream.publisher.intake;

import org.jspecify.annotations.NullMarked;
