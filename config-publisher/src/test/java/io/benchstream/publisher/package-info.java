/** Tests of the whole publisher. */
@NullMarked
package io.benchstream.publisher;

import org.jspecify.annotations.NullMarked;
