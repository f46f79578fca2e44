package io.benchstream.local;

/** What local mode runs on; in the order in which it is stopped. */
public enum Part {
  BROKER("Kafka broker"),
  REGISTRY("Apicurio Registry"),
  STORE("VictoriaMetrics");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  /** What messages call it. */
  public String label() {
    return label;
  }
}
