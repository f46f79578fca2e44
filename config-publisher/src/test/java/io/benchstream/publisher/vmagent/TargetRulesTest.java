package io.benchstream.publisher.vmagent;

import static io.benchstream.publisher.vmagent.SampleTargets.file;
import static io.benchstream.publisher.vmagent.SampleTargets.rule;
import static io.benchstream.publisher.vmagent.SampleTargets.settings;
import static io.benchstream.publisher.vmagent.SampleTargets.vllm;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.BasicAuth;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TlsConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
  @Test
  void everySettingThatVmagentKnowsIsAccepted() {
    assertThat(SampleTargets.everything())
        .allSatisfy(target -> assertThat(TargetRules.refusal(target)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        "host:0",
        "host:65536",
        "http://host:1",
        "a:1/x",
        "a b:1",
        "::1:80"
      })
  void anAddressIsHostAndPort(String address) {
    refused(vllm("1", "a:1").setAddress(address), "address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "metrics", "/a b", "/a\nb"})
  void aPathBeginsWithASlashAndHasNoBlanks(String path) {
    refused(vllm("1", "a:1").setPath(path), "path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a.b", "ü", "__scheme__", "a\nb"})
  void aLabelNameIsPlainAndDoesNotSteerTheScrape(String name) {
    refused(vllm("1", "a:1").setLabels(Map.of(name, "x")), "label");
  }

  @Test
  void textThatIsNoUnicodeIsRefused() {
    refused(vllm("1", "a:1").setLabels(Map.of("a", "\uD800")), "Unicode");
    refused(vllm("1", "a:1").setParams(Map.of("a", List.of("\uD800"))), "Unicode");
    refused(vllm("1", "a:1").setPath("/\uD800"), "path");
  }

  @Test
  void schemeTimingAndLimitsAreChecked() {
    refused(vllm("1", "a:1").setScheme("ftp"), "scheme");
    refused(settings().setScrapeIntervalMs(99), "scrape_interval_ms 99");
    refused(settings().setScrapeTimeoutMs(0), "scrape_timeout_ms 0");
    refused(settings().setScrapeIntervalMs(1000).setScrapeTimeoutMs(1001), "scrape_timeout_ms");
    refused(
        settings().setLimits(ScrapeLimits.newBuilder().setSampleLimit(-1).build()), "sample_limit");
  }

  @Test
  void credentialsThatWouldStandInTheFileAreRefused() {
    SecretRef env = SecretRef.newBuilder().setEnv("TOKEN").build();
    refused(http().setAuthorization(new Authorization("Bearer", env)), "variable TOKEN");
    refused(http().setBasicAuth(new BasicAuth("u", env)), "variable TOKEN");
    refused(http().setHeaders(Map.of("X-Key", file("/k"))), "X-Key");
    refused(http().setProxyUrl("http://u:secret@proxy:1"), "credentials");
    assertThat(
            TargetRules.refusal(
                target(settings().setHttp(http().setProxyUrl("http://u:secret@proxy:1").build()))))
        .hasValueSatisfying(reason -> assertThat(reason).doesNotContain("secret@"));
  }

  @Test
  void brokenHttpSettingsAreRefused() {
    Authorization bearer = new Authorization("Bearer", file("/t"));
    refused(http().setAuthorization(new Authorization("Bearer\r\nX: y", file("/t"))), "type");
    refused(http().setAuthorization(new Authorization("Bearer", file("relative"))), "absolute");
    refused(http().setAuthorization(new Authorization("Bearer", new SecretRef())), "absolute");
    refused(http().setBasicAuth(new BasicAuth("", file("/p"))), "username");
    refused(
        http().setAuthorization(bearer).setBasicAuth(new BasicAuth("u", file("/p"))), "set one");
    refused(http().setTlsConfig(TlsConfig.newBuilder().setCertFile("/c").build()), "key_file");
    refused(http().setProxyUrl("socks5://proxy:1"), "proxy_url");
    refused(http().setProxyUrl("http://a b"), "proxy_url");
  }

  @Test
  void rulesThatVmagentRefusesAreRefused() {
    refused(rule("keep"), "source_labels");
    refused(rule("drop"), "source_labels");
    refused(rule("replace"), "target_label");
    refused(rule("lowercase").setTargetLabel("a"), "source_labels");
    refused(rule("uppercase").setSourceLabels(List.of("a")), "target_label");
    refused(rule("hashmod").setTargetLabel("a").setSourceLabels(List.of("a")), "modulus 0");
    refused(rule("keepequal").setTargetLabel("a").setSourceLabels(List.of("a", "b")), "exactly 1");
    refused(rule("dropequal").setSourceLabels(List.of("a")), "target_label");
    refused(rule("labeldrop").setIf$("foo{"), "if");
    refused(rule("labeldrop").setIf$("{a=~\"(\"}"), "if");
    refused(rule("labeldrop").setIf$("{a=\"b\" or c=\"d\"}"), "'or'");
    refused(rule("labeldrop").setIf$("{\"a.b\"=\"c\"}"), "a.b");
    refused(rule("explode"), "unknown");
    refused(rule("labeldrop").setRegex("("), "RE2");
    refused(rule("labeldrop").setRegex("(?=a)"), "RE2");
    refused(rule("labeldrop").setRegex("((a{1000}){1000}){1000}"), "regex");
    refused(rule("keep_if_equal").setSourceLabels(List.of("a")), "two");
    refused(
        rule("drop_if_equal").setSourceLabels(List.of("a", "b")).setTargetLabel("c"),
        "target_label");
    refused(rule("keep_metrics"), "regex");
    refused(rule("drop_metrics").setRegex("a").setSourceLabels(List.of("b")), "source_labels");
    refused(rule("replace_all").setRegex("-").setTargetLabel("a"), "source_labels");
    refused(rule("keep_if_contains").setSourceLabels(List.of("a")).setTargetLabel("b"), "1.79");
    refused(rule("graphite"), "replace rule");
  }

  @Test
  void actionsAreKnownInUpperCaseToo() {
    Target target = target(settings().setMetricRelabelConfigs(List.of(rule("LabelDrop").build())));

    assertThat(TargetRules.refusal(target)).isEmpty();
    assertThat(RelabelYaml.of(rule("LabelDrop").build())).containsEntry("action", "labeldrop");
  }

  private static HttpClientConfig.Builder http() {
    return HttpClientConfig.newBuilder();
  }

  private static void refused(RelabelConfig.Builder rule, String words) {
    refused(settings().setMetricRelabelConfigs(List.of(rule.build())), words);
    refused(settings().setMetricRelabelConfigs(List.of(rule.build())), "metric_relabel_configs[0]");
  }

  private static void refused(HttpClientConfig.Builder http, String words) {
    refused(settings().setHttp(http.build()), words);
  }

  private static void refused(ScrapeSettings.Builder settings, String words) {
    assertThat(TargetRules.refusal(target(settings)))
        .hasValueSatisfying(reason -> assertThat(reason).contains(words));
  }

  private static void refused(Target.Builder target, String words) {
    assertThat(TargetRules.refusal(target.build()))
        .hasValueSatisfying(reason -> assertThat(reason).contains(words));
  }

  private static Target target(ScrapeSettings.Builder settings) {
    return vllm("1", "a:1").setSettings(settings.build()).build();
  }
}
