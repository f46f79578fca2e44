package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.groups.item.artifacts.ArtifactsRequestBuilder;
import io.apicurio.registry.rest.client.groups.item.artifacts.item.rules.RulesRequestBuilder;
import io.apicurio.registry.rest.client.models.CreateArtifact;
import io.apicurio.registry.rest.client.models.CreateRule;
import io.apicurio.registry.rest.client.models.CreateVersion;
import io.apicurio.registry.rest.client.models.IfArtifactExists;
import io.apicurio.registry.rest.client.models.RuleType;
import io.apicurio.registry.rest.client.models.VersionContent;
import io.apicurio.registry.types.ArtifactType;
import io.apicurio.registry.types.ContentTypes;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts schemas into the registry, each as the newest version of its own artifact, under the rule
 * that old records must read with the new schema and new records with the old one. To be run at the
 * start of a service, by any number of them at once; what is there already is left as it is.
 */
public final class SchemaRegistrar {
  private static final Logger log = LoggerFactory.getLogger(SchemaRegistrar.class);

  private static final String COMPATIBILITY = "FULL";
  private static final Set<String> STRICT_ENOUGH = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  /** Two services that create one artifact at the same moment: the second finds it. */
  private static final int ATTEMPTS = 3;

  private final RegistryClient client;
  private final RegistryCalls calls;

  SchemaRegistrar(RegistryClient client, RegistryCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /**
   * Registers the schemas of all topics.
   *
   * @throws RegistryUnavailableException where the registry does not answer; some of the schemas
   *     may be registered, and another call does the rest
   * @throws SchemaRefusedException where a schema breaks with the one before it
   */
  public void registerAll() {
    register(SchemaCatalogue.schemas());
  }

  /** As {@link #registerAll}, for any record schemas. */
  public void register(List<Schema> schemas) {
    for (Schema schema : schemas) {
      boolean isGuarded = guard(schema);
      create(schema);
      if (!isGuarded) {
        guard(schema);
      }
    }
  }

  private void create(Schema schema) {
    CreateArtifact request = request(schema);
    for (int attempt = 1; ; attempt++) {
      try {
        calls.call(
            () ->
                artifacts(schema)
                    .post(
                        request,
                        config -> {
                          if (config.queryParameters != null) {
                            config.queryParameters.ifExists =
                                IfArtifactExists.FIND_OR_CREATE_VERSION;
                          }
                        }));
        return;
      } catch (ApiException e) {
        if (attempt == ATTEMPTS || !isRace(e)) {
          throw SchemaRefusals.refused(schema, e);
        }
      }
    }
  }

  private static CreateArtifact request(Schema schema) {
    VersionContent content = new VersionContent();
    // As the serializers write it, so that they find this version.
    content.setContent(schema.toString());
    content.setContentType(ContentTypes.APPLICATION_JSON);
    CreateVersion version = new CreateVersion();
    version.setContent(content);
    CreateArtifact request = new CreateArtifact();
    request.setArtifactId(schema.getName());
    request.setArtifactType(ArtifactType.AVRO);
    request.setDescription(schema.getDoc());
    request.setFirstVersion(version);
    return request;
  }

  /** Sets the rule where the artifact has none; false where there is no artifact yet. */
  private boolean guard(Schema schema) {
    CreateRule rule = new CreateRule();
    rule.setRuleType(RuleType.COMPATIBILITY);
    rule.setConfig(COMPATIBILITY);
    try {
      calls.call(
          () -> {
            rules(schema).post(rule);
            return true;
          });
    } catch (ApiException e) {
      switch (e.getResponseStatusCode()) {
        case NOT_FOUND -> {
          return false;
        }
        case CONFLICT -> warnOfWeakRule(schema);
        default -> throw SchemaRefusals.refused(schema, e);
      }
    }
    return true;
  }

  /** Somebody has set another rule and will know why. */
  private void warnOfWeakRule(Schema schema) {
    String present =
        calls.call(
            () -> rules(schema).byRuleType(RuleType.COMPATIBILITY.getValue()).get().getConfig());
    if (!STRICT_ENOUGH.contains(present)) {
      log.warn(
          "artifact {}/{} has the compatibility rule {} in the schema registry, not {}: a schema"
              + " that breaks its readers will not be refused",
          schema.getNamespace(),
          schema.getName(),
          present,
          COMPATIBILITY);
    }
  }

  private static boolean isRace(ApiException e) {
    return e.getResponseStatusCode() == CONFLICT && !SchemaRefusals.isRuleViolation(e);
  }

  private ArtifactsRequestBuilder artifacts(Schema schema) {
    return client.groups().byGroupId(schema.getNamespace()).artifacts();
  }

  private RulesRequestBuilder rules(Schema schema) {
    return artifacts(schema).byArtifactId(schema.getName()).rules();
  }
}
