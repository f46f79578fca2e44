package io.benchstream.benchmarks.peer;

import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Side;
import io.benchstream.local.fetch.Tool;
import io.benchstream.runtime.config.DurationText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which peers are measured, and how. */
public final class PeerOptions {
  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "Of vmagent and prometheus, or none. Default: vmagent.")
  private List<String> peers = List.of("vmagent");

  @Option(
      names = "--one-by-one",
      description =
          "Each side has the machine for itself, one after the other; for loads that are too much"
              + " for all at the same time.")
  private boolean oneByOne;

  @Option(
      names = "--peer-warm-up",
      description =
          "Before the measurement of a peer with --one-by-one; nothing is compiled in it. Default:"
              + " ${DEFAULT-VALUE}.")
  private String peerWarmUp = "60s";

  /** Whether each has the machine for itself. */
  public boolean oneByOne() {
    return oneByOne;
  }

  /** Those that were asked for. */
  public Set<Peer> chosen() {
    Set<Peer> chosen = EnumSet.noneOf(Peer.class);
    for (String name : peers) {
      if (!name.equals("none")) {
        chosen.add(named(name));
      }
    }
    return chosen;
  }

  private static Peer named(String name) {
    for (Peer peer : Peer.values()) {
      if (peer.name().equals(name)) {
        return peer;
      }
    }
    throw new IllegalArgumentException(
        "--peers: '%s' is none of vmagent, prometheus, none".formatted(name));
  }

  /** Each of them as a side of a comparison. */
  public List<Side> sides(TestBed bed) {
    List<Side> sides = new ArrayList<>();
    for (Peer peer : chosen()) {
      sides.add(
          new Side(peer.name(), DurationText.parse(peerWarmUp), List.of(() -> peer.start(bed))));
    }
    return sides;
  }

  /** The programs, and the server of the pages. */
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>();
    tools.add(Tool.NGINX);
    chosen().forEach(peer -> tools.add(peer.tool()));
    return tools;
  }
}
