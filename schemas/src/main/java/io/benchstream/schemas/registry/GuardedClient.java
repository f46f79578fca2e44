package io.benchstream.schemas.registry;

import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import java.util.List;
import java.util.Set;

/** The serdes' client, through {@link RegistryCalls}. */
final class GuardedClient implements RegistryClientFacade {
  private final RegistryClientFacade client;
  private final RegistryCalls calls;

  GuardedClient(RegistryClientFacade client, RegistryCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  @Override
  public String getSchemaByContentId(Long contentId) {
    return calls.call(() -> client.getSchemaByContentId(contentId));
  }

  @Override
  public String getSchemaByGlobalId(long globalId, boolean dereferenced) {
    return calls.call(() -> client.getSchemaByGlobalId(globalId, dereferenced));
  }

  @Override
  public String getSchemaByGAV(String group, String artifact, String version) {
    return calls.call(() -> client.getSchemaByGAV(group, artifact, version));
  }

  @Override
  public String getSchemaByContentHash(String hash) {
    return calls.call(() -> client.getSchemaByContentHash(hash));
  }

  @Override
  public List<RegistryArtifactReference> getReferencesByContentId(long contentId) {
    return calls.call(() -> client.getReferencesByContentId(contentId));
  }

  @Override
  public List<RegistryArtifactReference> getReferencesByGlobalId(long globalId) {
    return calls.call(() -> client.getReferencesByGlobalId(globalId));
  }

  @Override
  public List<RegistryArtifactReference> getReferencesByGAV(
      String group, String artifact, String version) {
    return calls.call(() -> client.getReferencesByGAV(group, artifact, version));
  }

  @Override
  public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
    return calls.call(() -> client.getReferencesByContentHash(hash));
  }

  @Override
  public List<RegistryVersionCoordinates> searchVersionsByContent(
      String schema, String type, ArtifactReference reference, boolean canonical) {
    return calls.call(() -> client.searchVersionsByContent(schema, type, reference, canonical));
  }

  @Override
  public RegistryVersionCoordinates createSchema(
      String type,
      String group,
      String artifact,
      String version,
      String ifExists,
      boolean canonical,
      String schema,
      Set<RegistryArtifactReference> references) {
    return calls.call(
        () ->
            client.createSchema(
                type, group, artifact, version, ifExists, canonical, schema, references));
  }

  @Override
  public RegistryVersionCoordinates getVersionCoordinatesByGAV(
      String group, String artifact, String version) {
    return calls.call(() -> client.getVersionCoordinatesByGAV(group, artifact, version));
  }

  @Override
  public Object getClient() {
    return client.getClient();
  }
}
