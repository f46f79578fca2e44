package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A registry in memory that knows contents by id, counts what it is asked and can fail. */
final class FakeRegistry {
  /** An answer with a status. */
  static final class Answer extends ApiException {
    private static final long serialVersionUID = 1L;

    Answer(int status) {
      super("status " + status);
      setResponseStatusCode(status);
    }
  }

  private final List<String> contents = new ArrayList<>();
  private @Nullable Callable<?> failure;
  private int calls;

  RegistryClientFacade client() {
    return (RegistryClientFacade)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RegistryClientFacade.class},
            (proxy, method, arguments) -> answer(method.getName(), arguments));
  }

  int calls() {
    return calls;
  }

  /** What becomes of each call from now on; null: it is answered. */
  void fail(@Nullable Callable<?> how) {
    failure = how;
  }

  /** The content id of a schema, registered where it is not. */
  long register(Schema schema) {
    return register(schema.toString());
  }

  private long register(String content) {
    if (!contents.contains(content)) {
      contents.add(content);
    }
    return contents.indexOf(content) + 1L;
  }

  private Object answer(String method, Object[] arguments) throws Exception {
    calls++;
    if (failure != null) {
      failure.call();
    }
    return switch (method) {
      case "createSchema" -> {
        long id = register((String) arguments[6]);
        yield RegistryVersionCoordinates.create(
            id, id, (String) arguments[1], (String) arguments[2], "1");
      }
      case "getSchemaByContentId" -> {
        long id = (Long) arguments[0];
        if (id < 1 || id > contents.size()) {
          throw new Answer(404);
        }
        yield contents.get((int) id - 1);
      }
      case "getReferencesByContentId" -> List.of();
      default -> throw new UnsupportedOperationException(method);
    };
  }
}
