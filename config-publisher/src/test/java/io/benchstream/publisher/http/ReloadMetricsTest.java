package io.benchstream.publisher.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReloadMetricsTest {
  private static final String OLD = "a 1\nvm_promscrape_config_reloads_total 3\nb 2\n";

  @Test
  void version179TellsOfSuccessOnly() {
    ReloadMetrics before = ReloadMetrics.parse(OLD);
    ReloadMetrics after = ReloadMetrics.parse(OLD.replace(" 3", " 4"));

    assertThat(after.succeededSince(before)).isTrue();
    assertThat(before.succeededSince(before)).isFalse();
    assertThat(after.refusedSince(before)).isFalse();
  }

  @Test
  void newerOnesTellOfFailures() {
    ReloadMetrics before = ReloadMetrics.parse(page(3, 0, 1));
    ReloadMetrics failed = ReloadMetrics.parse(page(3, 1, 0));
    ReloadMetrics good = ReloadMetrics.parse(page(4, 1, 1));

    assertThat(failed.refusedSince(before)).isTrue();
    assertThat(failed.succeededSince(before)).isFalse();
    assertThat(good.refusedSince(failed)).isFalse();
    assertThat(good.succeededSince(failed)).isTrue();
  }

  @Test
  void aPageWithoutThemTellsNothing() {
    ReloadMetrics nothing = ReloadMetrics.parse("");
    assertThat(nothing.refusedSince(nothing)).isFalse();
    assertThat(nothing.succeededSince(nothing)).isFalse();
    assertThat(ReloadMetrics.parse("vm_promscrape_config_reloads_total x").reloads()).isEmpty();
  }

  private static String page(int reloads, int errors, int lastSuccessful) {
    return """
        vm_promscrape_config_last_reload_successful %d
        vm_promscrape_config_reloads_errors_total %d
        vm_promscrape_config_reloads_total %d"""
        .formatted(lastSuccessful, errors, reloads);
  }
}
