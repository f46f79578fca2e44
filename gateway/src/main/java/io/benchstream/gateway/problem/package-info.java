/** What went wrong, as RFC 9457 tells it. */
@NullMarked
package io.benchstream.gateway.problem;

import org.jspecify.annotations.NullMarked;
