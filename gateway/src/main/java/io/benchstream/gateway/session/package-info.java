/** Benchmark sessions: what people ask for, as records and events. */
@NullMarked
package io.benchstream.gateway.session;

import org.jspecify.annotations.NullMarked;
