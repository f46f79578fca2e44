/** Routes, and the producer behind them. */
@NullMarked
package io.benchstream.gateway.http;

import org.jspecify.annotations.NullMarked;
