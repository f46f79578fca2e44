package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.RuleViolationProblemDetails;
import org.apache.avro.Schema;

/** Says why the registry refused a schema, and what to do about it. */
final class SchemaRefusals {
  private static final String RULE_VIOLATION = "RuleViolationException";

  private SchemaRefusals() {}

  static SchemaRefusedException refused(Schema schema, ApiException answer) {
    String artifact = schema.getNamespace() + "/" + schema.getName();
    if (isRuleViolation(answer)) {
      return new SchemaRefusedException(
          "the registry's compatibility rule refused the schema of %s: %s. Change the schema so that old records read with the new one and new records with the old one (a new field needs a default; a field without one must stay, with its name and type), or change the rule of the artifact in the registry if the break is meant"
              .formatted(artifact, reason(answer)),
          answer);
    }
    return new SchemaRefusedException(
        "the registry refused the schema of %s with status %d: %s"
            .formatted(artifact, answer.getResponseStatusCode(), reason(answer)),
        answer);
  }

  /** By the name: the client reads every conflict as a rule's violation, whatever it is. */
  static boolean isRuleViolation(ApiException answer) {
    String name =
        answer instanceof RuleViolationProblemDetails violation
            ? violation.getName()
            : answer instanceof ProblemDetails problem ? problem.getName() : null;
    return RULE_VIOLATION.equals(name);
  }

  private static String reason(ApiException answer) {
    String reason = null;
    if (answer instanceof RuleViolationProblemDetails violation) {
      reason = violation.getDetail();
    } else if (answer instanceof ProblemDetails problem) {
      reason = problem.getDetail();
    }
    return reason == null ? RegistryCalls.message(answer) : reason;
  }
}
