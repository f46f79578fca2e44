/** Where the KPI series of a target stand in its scrapes, looked up once per series set. */
@NullMarked
package io.benchstream.aggregator.layout;

import org.jspecify.annotations.NullMarked;
