/** Tests of the remote write encoding. */
@NullMarked
package io.benchstream.publisher.remotewrite;

import org.jspecify.annotations.NullMarked;
