/** A real Kafka broker and its controller in this process. */
@NullMarked
package io.benchstream.local.broker;

import org.jspecify.annotations.NullMarked;
