package io.benchstream.scrape.fetch;

import io.benchstream.scrape.target.ScrapeTarget;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Fetches pages with Vert.x. Belongs to the event loop of its context: called there, and calls back
 * there. Connections are kept open and used again; buffers too.
 */
public final class HttpPageFetcher implements PageFetcher, AutoCloseable {
  private static final int SPARE_BUFFERS = 64;

  private final Vertx vertx;
  private final Context context;
  private final Executor lookUps;
  private final FetchSettings settings;
  private final AddressResolver resolver;
  private final HttpClients clients;
  private final RequestHeaders headers;
  private final PageMemory memory;
  private final ArrayDeque<PageBuffer> spare = new ArrayDeque<>();

  /**
   * @param context whose event loop this belongs to
   * @param lookUps runs look-ups of names, which block
   * @param memory shared by all fetchers of the process
   */
  public HttpPageFetcher(
      Vertx vertx, Context context, Executor lookUps, FetchSettings settings, PageMemory memory) {
    this.vertx = vertx;
    this.context = context;
    this.lookUps = lookUps;
    this.settings = settings;
    this.memory = memory;
    this.resolver = new AddressResolver(settings.networks());
    this.clients = new HttpClients(vertx, settings);
    this.headers = new RequestHeaders(settings.userAgent());
  }

  @Override
  public Fetch fetch(ScrapeTarget target, Callback callback) {
    PageRequest request = new PageRequest(this, target, callback);
    request.start();
    return request;
  }

  @Override
  public void close() {
    clients.close();
  }

  // For the requests.

  Vertx vertx() {
    return vertx;
  }

  Context context() {
    return context;
  }

  FetchSettings settings() {
    return settings;
  }

  HttpClients clients() {
    return clients;
  }

  RequestHeaders headers() {
    return headers;
  }

  PageMemory memory() {
    return memory;
  }

  void resolve(String host, Handler<AddressResolver.Resolution> handler) {
    Optional<AddressResolver.Resolution> literal = resolver.literal(host);
    if (literal.isPresent()) {
      handler.handle(literal.get());
      return;
    }
    lookUps.execute(
        () -> {
          AddressResolver.Resolution found = resolver.lookUp(host);
          context.runOnContext(done -> handler.handle(found));
        });
  }

  PageBuffer takeBuffer() {
    PageBuffer buffer = spare.poll();
    return buffer == null ? new PageBuffer(memory) : buffer;
  }

  void giveBack(PageBuffer buffer) {
    buffer.clear();
    if (spare.size() < SPARE_BUFFERS) {
      spare.push(buffer);
    }
  }
}
