/** Liveness and readiness, and the HTTP server that tells them. */
@NullMarked
package io.benchstream.runtime.health;

import org.jspecify.annotations.NullMarked;
