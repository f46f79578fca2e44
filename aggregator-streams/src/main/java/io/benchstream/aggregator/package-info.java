/** The aggregator: samples in, KPIs out. Its pipeline wires the stages below. */
@NullMarked
package io.benchstream.aggregator;

import org.jspecify.annotations.NullMarked;
