/**
 * A simulated vLLM engine as plain Java: requests, latencies, metrics page, and the exact truth
 * behind it.
 */
@NullMarked
package io.benchstream.cli.simulator.engine;

import org.jspecify.annotations.NullMarked;
