/** Tests of the reload. */
@NullMarked
package io.benchstream.publisher.reload;

import org.jspecify.annotations.NullMarked;
