/** Tests of the queue of a destination. */
@NullMarked
package io.benchstream.publisher.intake;

import org.jspecify.annotations.NullMarked;
