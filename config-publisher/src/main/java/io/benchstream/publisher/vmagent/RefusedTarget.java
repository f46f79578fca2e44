package io.benchstream.publisher.vmagent;

/**
 * A target that is left out of the configuration, so that it does not keep vmagent from the others.
 *
 * @param targetId id of the target
 * @param reason value, limit and remedy in words
 */
public record RefusedTarget(String targetId, String reason) {}
