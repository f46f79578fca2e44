package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;

/** Where targets put what their windows came to. */
public interface ContributionSink {
  /** The contribution that is gathered for the scope. */
  Contribution at(Layout.Scope scope);
}
