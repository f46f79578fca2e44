package io.benchstream.aggregator.topology;

import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import java.util.function.Supplier;

/** Makes readers and writers of the topics, one for each task. */
public record RecordFormats(
    Supplier<ValueReader<Scrape>> scrapes,
    Supplier<ValueReader<Session>> sessions,
    Supplier<ValueWriter<KpiWindow>> kpis,
    Supplier<ValueWriter<SessionReport>> reports) {}
