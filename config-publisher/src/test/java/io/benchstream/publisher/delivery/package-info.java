/** Tests of the delivery. */
@NullMarked
package io.benchstream.publisher.delivery;

import org.jspecify.annotations.NullMarked;
