/** Tests of the KPI series. */
@NullMarked
package io.benchstream.publisher.kpis;

import org.jspecify.annotations.NullMarked;
