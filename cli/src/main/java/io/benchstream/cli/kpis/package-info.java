/** {@code benchstream kpis}: KPIs as they are computed. */
@NullMarked
package io.benchstream.cli.kpis;

import org.jspecify.annotations.NullMarked;
