/** KPIs of a past time computed again from {@code samples}. */
@NullMarked
package io.benchstream.aggregator.replay;

import org.jspecify.annotations.NullMarked;
