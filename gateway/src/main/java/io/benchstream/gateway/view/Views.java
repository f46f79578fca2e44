package io.benchstream.gateway.view;

/** All that the gateway has read from topics. */
public record Views(
    LatestKpis kpis,
    KpiFeed feed,
    TargetCatalogue targets,
    ResourceCatalogue resources,
    SessionCatalogue sessions,
    ReportCatalogue reports) {}
