/** KPI recipes: what is computed from which series, read from YAML. */
@NullMarked
package io.benchstream.aggregator.recipe;

import org.jspecify.annotations.NullMarked;
