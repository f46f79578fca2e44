package io.benchstream.cli.simulator.engine;

/**
 * A finished request.
 *
 * @param timeToFirstTokenSeconds from arrival, waiting included
 * @param latencySeconds from arrival to the last token
 */
public record Completion(
    FinishReason reason,
    int promptTokens,
    int generatedTokens,
    double timeToFirstTokenSeconds,
    double latencySeconds) {}
