/** The bytes of Prometheus' remote write 1.0: encoding and compression, no I/O. */
@NullMarked
package io.benchstream.publisher.remotewrite;

import org.jspecify.annotations.NullMarked;
