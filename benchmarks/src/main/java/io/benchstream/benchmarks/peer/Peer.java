package io.benchstream.benchmarks.peer;

import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.local.fetch.Tool;
import java.io.IOException;

/** A program that does what a worker, or a worker with a publisher, does. */
@SuppressWarnings("MemberName") // as options and figures spell them
public enum Peer {
  vmagent(Tool.VMAGENT) {
    @Override
    public Subject start(TestBed bed) throws IOException {
      return Vmagent.start(bed);
    }
  },
  prometheus(Tool.PROMETHEUS) {
    @Override
    public Subject start(TestBed bed) throws IOException {
      return PrometheusAgent.start(bed);
    }
  };

  private final Tool tool;

  Peer(Tool tool) {
    this.tool = tool;
  }

  /** Starts it on the bed's targets, with the bed's sink for what it writes. */
  public abstract Subject start(TestBed bed) throws IOException;

  /** The program. */
  public Tool tool() {
    return tool;
  }
}
