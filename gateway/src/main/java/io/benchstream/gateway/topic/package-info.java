/** The edge to Kafka: sessions written, KPIs and reports read back. */
@NullMarked
package io.benchstream.gateway.topic;

import org.jspecify.annotations.NullMarked;
