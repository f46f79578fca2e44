/** The command line's only door to Kafka. */
@NullMarked
package io.benchstream.cli.connection;

import org.jspecify.annotations.NullMarked;
