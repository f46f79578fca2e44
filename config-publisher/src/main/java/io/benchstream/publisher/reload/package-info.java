/** A running vmagent, asked over HTTP. */
@NullMarked
package io.benchstream.publisher.reload;

import org.jspecify.annotations.NullMarked;
