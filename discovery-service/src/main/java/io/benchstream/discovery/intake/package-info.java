/** The encodings of lifecycle events on their topic besides Avro. */
@NullMarked
package io.benchstream.discovery.intake;

import org.jspecify.annotations.NullMarked;
