package io.benchstream.publisher.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Which KPI windows a destination gets. */
public enum KpiChoice {
  @JsonProperty("none")
  NONE,
  /** Each window once, when it is final. */
  @JsonProperty("final")
  FINAL,
  /** Provisional ones too, as series of their own. */
  @JsonProperty("all")
  ALL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
