package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a session is to scrape, and how often. */
public final class TargetOptions {
  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description =
          "Scrape this: [KIND=][http[s]://]HOST:PORT[/PATH][?QUERY], where /PATH is /metrics if"
              + " left out; may be given again.")
  private List<String> targets = List.of();

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "Between scrapes, for example 500ms. Default: 5s, with bench run 1s.")
  private @Nullable String interval;

  public boolean none() {
    return targets.isEmpty();
  }

  boolean hasInterval() {
    return interval != null;
  }

  /**
   * What is sent to register them.
   *
   * @param cluster null: the session's own
   * @param usualInterval where none was given; null leaves it to the gateway
   * @param labels of every series
   * @throws CommandFailure where one cannot be read
   */
  public List<ObjectNode> bodies(
      String job,
      @Nullable String cluster,
      @Nullable String usualInterval,
      Map<String, String> labels) {
    String every = interval == null ? usualInterval : interval;
    return CommandFailure.reading(
        () -> new TargetRequests(job, cluster, every, labels).bodies(targets));
  }
}
