package io.benchstream.publisher.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mock API server with server-side apply, which its CRUD mode lacks: a resource of one manager
 * is created, or becomes what was sent.
 */
final class ApplyingDispatcher extends KubernetesCrudDispatcher {
  private static final String APPLY = "application/apply-patch+yaml";

  /** Whether every apply is answered with 403. */
  volatile boolean refusing;

  @Override
  public MockResponse handlePatch(RecordedRequest request) {
    String type = request.getHeader("Content-Type");
    if (type == null || !type.startsWith(APPLY)) {
      return super.handlePatch(request);
    }
    if (refusing) {
      return new MockResponse().setResponseCode(403).setBody("{}");
    }
    String body = request.getBody().readString(UTF_8);
    GenericKubernetesResource resource =
        Serialization.unmarshal(body, GenericKubernetesResource.class);
    String path = String.valueOf(request.getPath()).replaceFirst("\\?.*", "");
    AttributeSet key = getKey(path);
    Map.@Nullable Entry<AttributeSet, String> before = findResource(key);
    resource.getMetadata().setResourceVersion(Long.toString(requestResourceVersion()));
    String state = Serialization.asJson(resource);
    processEvent(path, key, before == null ? null : before.getKey(), resource, state);
    return new MockResponse().setResponseCode(200).setBody(state);
  }
}
