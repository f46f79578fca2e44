package io.benchstream.scrape.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.fetch.FetchOutcome;
import io.benchstream.scrape.fetch.PageFetcher;
import io.benchstream.scrape.fetch.Pages;
import io.benchstream.scrape.series.SeriesLimits;
import io.benchstream.scrape.series.SeriesRules;
import io.benchstream.scrape.target.HttpSettings;
import io.benchstream.scrape.target.ScrapeTarget;
import io.benchstream.scrape.target.Targets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A lane in the test's own thread and time, with targets, Kafka and clock in the test's hands. */
final class LaneHarness {
  private long now = 1_000_000_000_000L;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScrapeDecoder decoder = new ScrapeDecoder();
  private long wakeAt = Long.MAX_VALUE;

  /** Pages asked for and not answered, by target id. */
  final Map<String, PageFetcher.Callback> asked = new LinkedHashMap<>();

  /** The times at which each page was asked for. */
  final List<String> log = new ArrayList<>();

  final List<String> cancelled = new ArrayList<>();
  final List<Integer> partitions = new ArrayList<>();
  final List<Scrape> sent = new ArrayList<>();
  final List<DecodedScrape> received = new ArrayList<>();
  final List<ScrapeSink.Acknowledgement> unacknowledged = new ArrayList<>();
  final List<TargetStatus> statuses = new ArrayList<>();
  final List<String> gone = new ArrayList<>();
  boolean hasRoom = true;
  boolean acknowledgesAtOnce = true;
  boolean delivers = true;

  final Lane lane;

  LaneHarness(int maxConcurrent) {
    LaneThread thread =
        new LaneThread() {
          @Override
          public void execute(Runnable task) {
            tasks.add(task);
          }

          @Override
          public void wakeAt(long millis) {
            wakeAt = millis;
          }
        };
    lane =
        new Lane(
            clock(),
            thread,
            this::fetch,
            new Kafka(),
            new Statuses(),
            new ScrapeMeters(registry),
            new LaneSettings(
                "worker-1", maxConcurrent, Duration.ofMinutes(1), CodecSettings.DEFAULT));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(now);
      }
    };
  }

  private PageFetcher.Fetch fetch(ScrapeTarget target, PageFetcher.Callback callback) {
    asked.put(target.id(), callback);
    log.add(target.id() + "@" + now);
    return () -> {
      asked.remove(target.id());
      cancelled.add(target.id());
    };
  }

  private final class Kafka implements ScrapeSink {
    @Override
    public boolean hasRoom() {
      return hasRoom;
    }

    @Override
    public void send(int partition, Scrape scrape, Acknowledgement acknowledgement) {
      Scrape copy = copy(scrape);
      partitions.add(partition);
      sent.add(copy);
      if (delivers && decoder.decode(copy) instanceof Decoded.Complete complete) {
        received.add(complete.scrape());
      }
      if (acknowledgesAtOnce) {
        acknowledgement.done(delivers);
      } else {
        unacknowledged.add(acknowledgement);
      }
    }
  }

  private final class Statuses implements StatusSink {
    @Override
    public void status(int partition, TargetStatus status) {
      statuses.add(status);
    }

    @Override
    public void gone(int partition, String targetId) {
      gone.add(targetId);
    }
  }

  /** As over the wire: the encoder uses its buffers again. */
  private static Scrape copy(Scrape scrape) {
    Scrape copy = new Scrape();
    for (int field = 0; field < scrape.getSchema().getFields().size(); field++) {
      Object value = scrape.get(field);
      if (value instanceof ByteBuffer bytes) {
        ByteBuffer own = ByteBuffer.allocate(bytes.remaining());
        own.put(bytes.duplicate()).flip();
        value = own;
      }
      copy.put(field, value);
    }
    return copy;
  }

  long now() {
    return now;
  }

  /** Lets time pass, waking the lane when it asked for it. */
  void pass(Duration time) {
    long end = now + time.toMillis();
    while (wakeAt <= end) {
      now = Math.max(now, wakeAt);
      wakeAt = Long.MAX_VALUE;
      lane.wake();
      runTasks();
    }
    now = end;
    runTasks();
  }

  void setClock(long millis) {
    now = millis;
  }

  void runTasks() {
    for (Runnable task; (task = tasks.poll()) != null; ) {
      task.run();
    }
  }

  void acknowledgeAll(boolean delivered) {
    List<ScrapeSink.Acknowledgement> all = List.copyOf(unacknowledged);
    unacknowledged.clear();
    all.forEach(acknowledgement -> acknowledgement.done(delivered));
    runTasks();
  }

  /** Answers the page that was asked for. */
  void answer(String id, String page) {
    byte[] bytes = page.getBytes(UTF_8);
    answer(id, Pages.success(bytes, "text/plain; version=0.0.4"));
  }

  void answer(String id, FetchOutcome outcome) {
    PageFetcher.Callback callback = asked.remove(id);
    if (callback == null) {
      throw new AssertionError("nobody has asked for " + id);
    }
    callback.done(outcome);
    runTasks();
  }

  double count(String name, String... tags) {
    return registry.find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  static ScrapeTarget target(String id, Duration interval, String... labels) {
    return target(id, interval, rules(RelabelRules.none(), 5, labels));
  }

  static ScrapeTarget target(
      String id, Duration interval, RelabelRules relabeling, long sampleLimit) {
    return target(id, interval, rules(relabeling, sampleLimit));
  }

  private static ScrapeTarget target(String id, Duration interval, SeriesRules rules) {
    ScrapeTarget some =
        Targets.at("127.0.0.1:1", "/metrics", HttpSettings.PLAIN, interval, 1 << 20, rules);
    return new ScrapeTarget(
        id,
        some.cluster(),
        some.job(),
        some.endpoint(),
        some.http(),
        interval,
        interval,
        some.bodyLimit(),
        some.rules());
  }

  private static SeriesRules rules(RelabelRules relabeling, long sampleLimit, String... labels) {
    return new SeriesRules(
        LabelSet.of(labels),
        false,
        true,
        new SeriesLimits(sampleLimit, 0, 0, 0),
        relabeling,
        Format.Mode.LENIENT);
  }
}
