package io.benchstream.discovery.event;

import io.benchstream.schemas.Endpoint;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether one endpoint can be announced: the rules that the validator has for it. */
public final class EndpointCheck {
  private EndpointCheck() {}

  /** What is wrong with the endpoint, in words; empty where nothing is. */
  public static Optional<String> problem(Endpoint endpoint) {
    Findings findings = new Findings();
    EndpointRules.check("endpoint", endpoint, findings);
    return findings.rejections().isEmpty()
        ? Optional.empty()
        : Optional.of(
            findings.rejections().stream()
                .map(Rejection::message)
                .collect(Collectors.joining(" | ")));
  }
}
