/** Two sessions compared, KPI by KPI. */
@NullMarked
package io.benchstream.kpi.compare;

import org.jspecify.annotations.NullMarked;
