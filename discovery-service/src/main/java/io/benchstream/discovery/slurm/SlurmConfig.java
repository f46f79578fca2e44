package io.benchstream.discovery.slurm;

import io.benchstream.discovery.event.Addresses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the slurmrestd of a cluster.
 *
 * @param url {@code http://host:6820}; null where there is a socket
 * @param socket its unix socket; null where there is a url
 * @param user for {@code X-SLURM-USER-NAME}; null leaves it to the token
 * @param tokenFile holds the JWT, read with each request; null where the socket's peer is trusted
 * @param apiVersion for example v0.0.40; null takes the newest that it answers to
 * @param exporter host:port of the Slurm exporter; null where there is none
 * @param jobs what the jobs of a kind look like
 * @param fullInterval how often everything is asked for, not only what changed; 30 s where it is
 *     left out
 * @param maxAnswerBytes an answer above it is refused; 32 MiB where it is left out
 * @param maxNodes hosts that one host list may stand for; 10,000 where it is left out
 */
public record SlurmConfig(
    @Nullable URI url,
    @Nullable Path socket,
    @Nullable String user,
    @Nullable Path tokenFile,
    @Nullable String apiVersion,
    @Nullable String exporter,
    List<SlurmJobRule> jobs,
    Duration fullInterval,
    int maxAnswerBytes,
    int maxNodes) {
  public SlurmConfig(
      @Nullable URI url,
      @Nullable Path socket,
      @Nullable String user,
      @Nullable Path tokenFile,
      @Nullable String apiVersion,
      @Nullable String exporter,
      @Nullable List<SlurmJobRule> jobs,
      @Nullable Duration fullInterval,
      int maxAnswerBytes,
      int maxNodes) {
    if ((url == null) == (socket == null)) {
      throw new IllegalArgumentException("slurm: give either url or socket");
    }
    if (url != null && url.getHost() == null) {
      throw new IllegalArgumentException("url: '%s' is no http address".formatted(url));
    }
    if (apiVersion != null && !apiVersion.matches("v0\\.0\\.\\d+")) {
      throw new IllegalArgumentException(
          "api_version: '%s' is not a version such as v0.0.40".formatted(apiVersion));
    }
    if (exporter != null) {
      Addresses.problem(exporter)
          .ifPresent(
              problem -> {
                throw new IllegalArgumentException(
                    "exporter: '%s' %s; write host:port".formatted(exporter, problem));
              });
    }
    if (maxAnswerBytes < 0) {
      throw new IllegalArgumentException(
          "max_answer_bytes: %d is below 1".formatted(maxAnswerBytes));
    }
    if (maxNodes < 0) {
      throw new IllegalArgumentException("max_nodes: %d is below 1".formatted(maxNodes));
    }
    this.url = url;
    this.socket = socket;
    this.user = user;
    this.tokenFile = tokenFile;
    this.apiVersion = apiVersion;
    this.exporter = exporter;
    this.jobs = jobs == null ? List.of() : List.copyOf(jobs);
    this.fullInterval = fullInterval == null ? Duration.ofSeconds(30) : fullInterval;
    this.maxAnswerBytes = maxAnswerBytes == 0 ? 32 * 1024 * 1024 : maxAnswerBytes;
    this.maxNodes = maxNodes == 0 ? 10_000 : maxNodes;
  }
}
