/** KPIs of windows: their values, how much they saw, and how they merge. */
@NullMarked
package io.benchstream.kpi.window;

import org.jspecify.annotations.NullMarked;
