/** Tests of the HTTP clients. */
@NullMarked
package io.benchstream.publisher.http;

import org.jspecify.annotations.NullMarked;
