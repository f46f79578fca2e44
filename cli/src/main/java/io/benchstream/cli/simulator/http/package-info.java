/** The simulated vLLM server on the network, and a load generator for it. */
@NullMarked
package io.benchstream.cli.simulator.http;

import org.jspecify.annotations.NullMarked;
