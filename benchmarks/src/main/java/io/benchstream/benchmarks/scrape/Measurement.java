package io.benchstream.benchmarks.scrape;

import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.ProcessUsage;
import io.benchstream.benchmarks.measure.ThreadUsage;
import io.benchstream.benchmarks.measure.TopicBytes;
import io.benchstream.local.victoriametrics.LocalVmagent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Reads what both programs and the topic say before and after, and takes the difference. */
final class Measurement {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int BROKER = 1;

  private final WorkerProcess worker;
  private final @Nullable LocalVmagent vmagent;
  private final Admin admin;
  private final String topic;
  private long workerPeak;
  private long vmagentPeak;

  Measurement(WorkerProcess worker, @Nullable LocalVmagent vmagent, Admin admin, String topic) {
    this.worker = worker;
    this.vmagent = vmagent;
    this.admin = admin;
    this.topic = topic;
  }

  /** All that is known at one moment. */
  private record Reading(
      ProcessUsage worker,
      @Nullable ProcessUsage vmagent,
      MetricsPage workerPage,
      @Nullable MetricsPage vmagentPage,
      long bytes) {}

  Result run(Duration length) throws IOException, InterruptedException {
    ThreadUsage threads = ThreadUsage.of(worker.pid());
    Reading before = read();
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(STEP);
      workerPeak = Math.max(workerPeak, ProcessUsage.of(worker.pid()).residentBytes());
      if (vmagent != null) {
        vmagentPeak = Math.max(vmagentPeak, ProcessUsage.of(vmagent.pid()).residentBytes());
      }
    }
    Reading after = read();
    System.err.println("CPU of the worker's threads:");
    System.err.print(ThreadUsage.of(worker.pid()).since(threads));
    return difference(before, after);
  }

  private Reading read() throws IOException, InterruptedException {
    return new Reading(
        ProcessUsage.of(worker.pid()),
        vmagent == null ? null : ProcessUsage.of(vmagent.pid()),
        MetricsPage.of(worker.metrics()),
        vmagent == null ? null : MetricsPage.of(vmagent.url().resolve("metrics")),
        TopicBytes.of(admin, List.of(BROKER), topic));
  }

  private Result difference(Reading before, Reading after) {
    double published = grown(before, after, "benchstream_scrape_samples_published_total");
    double made = grown(before, after, "benchstream_scrape_late_seconds_count");
    double inTime =
        after.workerPage().sum("benchstream_scrape_late_seconds_bucket", "le=0.1")
            - before.workerPage().sum("benchstream_scrape_late_seconds_bucket", "le=0.1");
    double skipped = grown(before, after, "benchstream_scrape_scrapes_skipped_total");
    double scrapes = grown(before, after, "benchstream_scrape_scrapes_total");
    double succeeded =
        after.workerPage().sum("benchstream_scrape_scrapes_total", "outcome=success")
            - before.workerPage().sum("benchstream_scrape_scrapes_total", "outcome=success");
    return new Result(
        after.worker().secondsSince(before.worker()),
        new Result.Side(published, after.worker().cpuMicrosSince(before.worker()), workerPeak),
        vmagentSide(before, after),
        (after.bytes() - before.bytes()) / published,
        (made - inTime + skipped) / (made + skipped),
        (scrapes - succeeded) / scrapes);
  }

  private Result.Side vmagentSide(Reading before, Reading after) {
    MetricsPage first = before.vmagentPage();
    MetricsPage last = after.vmagentPage();
    if (first == null || last == null || before.vmagent() == null || after.vmagent() == null) {
      return new Result.Side(0, 0, 0);
    }
    String metric = "vm_promscrape_scraped_samples_sum";
    return new Result.Side(
        last.sum(metric) - first.sum(metric),
        after.vmagent().cpuMicrosSince(before.vmagent()),
        vmagentPeak);
  }

  private static double grown(Reading before, Reading after, String counter) {
    return after.workerPage().sum(counter) - before.workerPage().sum(counter);
  }
}
