package io.benchstream.kpi.compare;

import io.benchstream.schemas.KpiScope;

/**
 * One figure of one KPI, of two sessions.
 *
 * @param figure name of the KPI, and of the value where it has several: {@code ttft.p99}
 * @param scope of the new session's KPI
 * @param before of the old session's windows as a whole
 * @param after of the new session's windows as a whole
 * @param ratio after divided by before; 1 where both are 0
 * @param interval of the ratio, at the confidence asked for
 * @param tolerance change that is accepted, as a part of one
 * @param windowsBefore windows that the old session has of the KPI
 * @param windowsAfter windows that the new session has of the KPI
 */
public record FigureComparison(
    String figure,
    KpiScope scope,
    String unit,
    double before,
    double after,
    double ratio,
    Interval interval,
    double tolerance,
    Direction direction,
    Verdict verdict,
    int windowsBefore,
    int windowsAfter) {}
