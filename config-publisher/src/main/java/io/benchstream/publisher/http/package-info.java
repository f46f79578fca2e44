/** HTTP clients: a running vmagent, and the stores that samples are written to. */
@NullMarked
package io.benchstream.publisher.http;

import org.jspecify.annotations.NullMarked;
