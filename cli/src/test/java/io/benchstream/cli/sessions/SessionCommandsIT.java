package io.benchstream.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.api.CommandRun;
import io.benchstream.cli.api.FakeGateway;
import io.benchstream.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a gateway that says what the test wants. */
class SessionCommandsIT {
  private FakeGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new FakeGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private CommandRun run(String... words) {
    return CommandRun.of(List.of(words), "--api", gateway.url());
  }

  @Test
  void problemIsToldWithItsField() {
    gateway.on(
        "POST /api/v1/sessions",
        400,
        "{\"title\":\"Bad request\",\"status\":400,\"detail\":\"'a b' is no id\",\"field\":\"session_id\"}");
    CommandRun run = run("session", "create", "a b");
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("session_id: 'a b' is no id (400 Bad request)");
    assertThat(run.out()).isEmpty();
    assertThat(gateway.requests())
        .containsExactly("POST /api/v1/sessions {\"session_id\":\"a b\"}");
  }

  @Test
  void whatIsNoGatewayIsToldAsThat() {
    gateway.on("GET /api/v1/sessions", 502, "<html>bad gateway</html>");
    assertThat(run("session", "list").err())
        .contains("answers 502: <html>bad gateway</html>", "--api");
    gateway.on("GET /api/v1/sessions/x", 200, "<html>hello</html>");
    assertThat(run("session", "show", "x").err()).contains("answers 200: <html>hello</html>");
    CommandRun nobody = CommandRun.of(List.of("session", "list", "--api", "http://127.0.0.1:1"));
    assertThat(nobody.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(nobody.err()).contains("no gateway answers at http://127.0.0.1:1", "benchstream up");
    assertThat(CommandRun.of(List.of("session", "list", "--api", "ftp://x")).code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void tokenComesFromItsFileAndIsNeverShown(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "secret-secret-secret\n");
    gateway.on(
        "GET /api/v1/sessions",
        401,
        "{\"title\":\"Token needed\",\"status\":401,\"detail\":\"send a token\"}");
    CommandRun run = run("session", "list", "--token-file", file.toString(), "--verbose");
    assertThat(gateway.tokens()).containsExactly("Bearer secret-secret-secret");
    assertThat(run.err()).contains("--token-file").doesNotContain("secret-secret");
    Files.writeString(file, "two words");
    CommandRun wrong = run("session", "list", "--token-file", file.toString());
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("does not hold a token").doesNotContain("two words");
    assertThat(run("session", "list", "--cacert", file.toString()).code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void listHasAllPages() {
    gateway.on(
        "GET /api/v1/sessions?state=open",
        200,
        "{\"sessions\":[%s],\"next\":\"a\"}".formatted(session("a", "open")));
    gateway.on(
        "GET /api/v1/sessions?after=a&state=open",
        200,
        "{\"sessions\":[%s]}".formatted(session("b", "open")));
    CommandRun run = run("session", "list", "--state", "open");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(3).anyMatch(line -> line.matches("a +open .* 1/2 .*"));
  }

  private static String session(String id, String state) {
    return """
        {"session_id":"%s","state":"%s","labels":{"model":"m"},"selector":{},"jobs":["%s/j"],
         "start_time":"2026-01-01T00:00:00Z","end_time":null,
         "targets":[{"job_id":"j","cluster":"%s","target_type":"vllm","scrape_config":{},"health":[
           {"address":"h:1","health":"up","last_error":"","last_scrape":"2026-01-01T00:00:01Z"},
           {"address":"h:2","health":"down","last_error":"refused","last_scrape":null}]}],
         "windows":[{"window_id":"w1","start_time":"x","end_time":"y"}]}
        """
        .formatted(id, state, id, id);
  }

  @Test
  void showTellsEachAddress() {
    gateway.on("GET /api/v1/sessions/a", 200, session("a", "open"));
    assertThat(run("session", "show", "a").out())
        .contains("a/j", "h:2", "down", "refused", "model=m", "window    w1");
  }

  @Test
  void collectWaitsAsLongAsItIsTold() {
    String early = "{\"title\":\"Too early\",\"status\":425,\"detail\":\"the window ends in 1 s\"}";
    gateway.on("POST /api/v1/sessions/a/collect", 425, early, 1);
    gateway.on(
        "POST /api/v1/sessions/a/collect",
        200,
        """
        {"window_id":"w","start_time":"s","end_time":"e","directory":"/d","artifacts":[],
         "kpis_left_out":3,"kpis":[
         {"scope":"a/j","labels":"","kpi":"ttft","stat":"p99","unit":"seconds","value":1.5,"coverage":0.5},
         {"scope":"a/j","labels":"","kpi":"ttft","stat":"mean","unit":"seconds","value":"NaN","coverage":0.5}]}
        """);
    CommandRun impatient = run("session", "collect", "a", "--wait", "0s");
    assertThat(impatient.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(impatient.err()).contains("the window ends in 1 s (425 Too early)");
    gateway.on("POST /api/v1/sessions/b/collect", 503, early, 1);
    gateway.on("POST /api/v1/sessions/b/collect", 200, "{\"window_id\":\"w\",\"kpis\":[]}");
    CommandRun patient = run("session", "collect", "b", "--start", "2026-01-01T00:00:00+01:00");
    assertThat(patient.code()).isZero();
    assertThat(patient.err()).contains("asking again in 1 s");
    assertThat(gateway.requests().getLast()).contains("\"start_time\":\"2025-12-31T23:00:00Z\"");
    CommandRun told = run("session", "collect", "a");
    assertThat(told.out()).contains("ttft  p99", "1.500", "50 %").containsPattern("mean +-");
    assertThat(told.err()).contains("3 KPIs are missing");
  }

  @Test
  void filesAreWrittenOnlyWhereAllAreRight(@TempDir Path directory) throws Exception {
    String sha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // of hello
    gateway.on("POST /api/v1/sessions/a/collect", 200, collected("kpis.csv", sha));
    gateway.on("GET /api/v1/sessions/a/artifacts/kpis.csv?window=w", 200, "hello");
    gateway.on("GET /api/v1/sessions/a/artifacts/report.html?window=w", 200, "cut");
    String results = directory.resolve("results").toString();
    CommandRun broken = run("session", "collect", "a", "-o", results);
    assertThat(broken.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(broken.err()).contains("report.html did not come as it was written");
    assertThat(directory.resolve("results")).isEmptyDirectory();

    gateway.on("GET /api/v1/sessions/a/artifacts/report.html?window=w", 200, "hello");
    run("session", "collect", "a", "-o", results); // the cut answer once more
    assertThat(run("session", "collect", "a", "-o", results).code()).isZero();
    assertThat(directory.resolve("results"))
        .isDirectoryContaining("glob:**/{kpis.csv,report.html}");

    gateway.on("POST /api/v1/sessions/b/collect", 200, collected("../../evil", sha));
    assertThat(run("session", "collect", "b", "-o", results).err()).contains("'../../evil'");
  }

  private static String collected(String name, String sha) {
    return """
        {"window_id":"w","kpis":[],"artifacts":[{"name":"%s","sha256":"%s"},
         {"name":"report.html","sha256":"%s"}]}
        """
        .formatted(name, sha, sha);
  }

  @Test
  void reportReadsTheSummaryThatWasWritten(@TempDir Path directory) throws Exception {
    gateway.on(
        "GET /api/v1/sessions/a/artifacts",
        200,
        "{\"collections\":[{\"window_id\":\"w2\"},{\"window_id\":\"w1\"}]}");
    gateway.on(
        "GET /api/v1/sessions/a/artifacts/metrics_summary.csv?window=w2",
        200,
        "scope,labels,kpi,stat,unit,value,coverage\na/j,\"gpu=0,node=n\",gpu_usage,avg,ratio,0.5,1.0\n");
    gateway.on("GET /api/v1/sessions/a/artifacts/report.html?window=w2", 200, "<html>");
    Path html = directory.resolve("r.html");
    CommandRun run = run("session", "report", "a", "--html", html.toString());
    assertThat(run.out()).contains("gpu_usage{gpu=0,node=n}", "avg", "0.5000", "100 %");
    assertThat(html).hasContent("<html>");
    assertThat(run("session", "report", "a", "--window", "w9").err()).contains("[w2, w1]");
    gateway.on("GET /api/v1/sessions/n/artifacts", 200, "{\"collections\":[]}");
    assertThat(run("session", "report", "n").err()).contains("benchstream session collect n");
  }

  private void comparison(String regression, String verdict) {
    gateway.on("GET /api/v1/sessions/a", 200, session("a", "open"));
    gateway.on(
        "GET /api/v1/sessions/b", 200, "{\"session_id\":\"b\",\"state\":\"ended\",\"windows\":[]}");
    for (String limits :
        List.of(
            "",
            "&tolerances=itl.mean%3D0.05",
            "&tolerances=queue_depth%3D0.05",
            "&tolerances=tft%3D0.05",
            "&tolerances=old_kpi%3D0.05")) {
      String query = limits.isEmpty() ? "" : limits.substring(1) + "&";
      gateway.on(
          "GET /api/v1/sessions/a/compare/b?" + query + "window_a=w1",
          200,
          """
      {"session_a":{"session_id":"a","window_id":"wa","start_time":"t0","end_time":"t1"},
       "session_b":{"session_id":"b","window_id":"","start_time":"t2","end_time":"t3"},
       "regression":%s,"only_a":["old_kpi"],"only_b":[],"figures":[
       {"figure":"itl.mean","scope":"session/bench","labels":{},"unit":"seconds","a":0.01,"b":0.011,
        "ratio":1.1,"low":1.09,"high":1.11,"tolerance":0.05,"direction":"LOWER_IS_BETTER","verdict":"%s"},
       {"figure":"queue_depth.avg","scope":"session/bench","labels":{},"unit":"requests","a":1,"b":2,
        "ratio":2,"low":1.9,"high":2.1,"tolerance":0.05,"direction":"NEITHER","verdict":"CHANGED"},
       {"figure":"ttft.p99","scope":"session/bench","labels":{},"unit":"seconds","a":1,"b":1.1,
        "ratio":1.1,"low":null,"high":null,"tolerance":0.05,"direction":"LOWER_IS_BETTER","verdict":"UNCLEAR"}]}
      """
              .formatted(regression, verdict));
    }
  }

  @Test
  void regressionHasItsExitCode() {
    comparison("true", "WORSE");
    CommandRun run = run("compare", "a", "b");
    assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run.out()).contains("itl.mean", "+10.0 %", "+9.0 % to +11.0 %", "worse");
    assertThat(run.err())
        .contains("regression: itl.mean of session/bench changed by +10.0 %", "allowed is 5 %")
        .contains("unclear: ttft.p99", "Only a has old_kpi");
    assertThat(run("session", "compare", "a", "b", "--max-regression", "itl.mean=5%").code())
        .isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run("compare", "a", "b", "--json").out())
        .contains("\"passed\" : false", "\"failed\" : [ \"itl.mean\" ]");
  }

  @Test
  void noRegressionIsWell() {
    comparison("false", "BETTER");
    CommandRun run = run("compare", "a", "b");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("No regression.");
    assertThat(run("compare", "a", "b", "--strict").code()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run("compare", "a", "b", "--max-regression", "itl.mean=5%").code()).isZero();
    // Nobody can say which way a queue should go; who names it wants it not to change.
    assertThat(run("compare", "a", "b", "--max-regression", "queue_depth=5%").code())
        .isEqualTo(ExitCode.CHECK_FAILED);
  }

  @Test
  void unknownFigureIsAnErrorThatListsTheKnownOnes() {
    comparison("false", "SAME");
    CommandRun run = run("compare", "a", "b", "--max-regression", "tft=5%");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("tft: there is no such figure", "itl.mean, queue_depth.avg, ttft.p99");
    CommandRun onlyOne = run("compare", "a", "b", "--max-regression", "old_kpi=5%");
    assertThat(onlyOne.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(onlyOne.err()).contains("only session a has it");
    assertThat(run("compare", "a", "b", "--max-regression", "ttft=5").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("compare", "a", "b", "--whole").err()).contains("session 'a' is open");
  }

  @Test
  void sessionThatHasEndedIsNotOpen() {
    gateway.on(
        "POST /api/v1/sessions",
        200,
        "{\"session_id\":\"a\",\"state\":\"ended\",\"end_time\":\"2026-01-01T00:00:00Z\"}");
    CommandRun run = run("session", "create", "a");
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("session 'a' ended at 2026-01-01", "choose another id");
  }

  @Test
  void doctorTellsWhatVmagentMadeOfItsConfiguration() {
    String version = "vm_app_version{version=\"x\",short_version=\"v1.120.0\"} 1\n";
    String taken = "vm_promscrape_config_last_reload_successful ";
    gateway.on("GET /metrics", 200, version + taken + "1\n");
    gateway.on("GET /metrics", 200, version + taken + "0\n");
    gateway.on("GET /metrics", 200, version);
    List<String> vmagent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String out = run("doctor", "--data-dir", "/nowhere", "--vmagent", gateway.url() + "/").out();
      vmagent.addAll(out.lines().filter(line -> line.contains(" vmagent ")).toList());
    }
    assertThat(vmagent).hasSize(3);
    assertThat(vmagent.get(0))
        .matches("ok +vmagent +version v1.120.0 at .* runs its configuration");
    assertThat(vmagent.get(1)).matches("fail +vmagent .* refused its last configuration");
    assertThat(vmagent.get(2)).matches("ok +vmagent .* does not tell whether it took .*");
  }

  @Test
  void doctorRefusesWhatIsNoAddress() {
    CommandRun run = run("doctor", "--store", "no address", "--data-dir", "/nowhere");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--store 'no address' is not an address");
  }

  @Test
  void targetIsTakenOut() {
    gateway.on("DELETE /api/v1/sessions/a/targets/j", 204, "");
    gateway.on("DELETE /api/v1/sessions/a/targets/j?cluster=lab", 204, "");
    assertThat(run("session", "remove-target", "a", "--job", "j").out()).contains("a/j removed");
    CommandRun json =
        run("session", "remove-target", "a", "--job", "j", "--cluster", "lab", "--json");
    assertThat(json.code()).isZero();
    assertThat(json.out()).contains("\"cluster\" : \"lab\"", "\"job_id\" : \"j\"");
    CommandRun unknown = run("session", "remove-target", "a", "--job", "x");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(unknown.err()).contains("no DELETE /api/v1/sessions/a/targets/x");
    assertThat(run("session", "remove-target", "a").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void targetsAreRegisteredAsTheyAreWritten() {
    gateway.on("POST /api/v1/sessions/a/targets", 201, "{\"cluster\":\"a\",\"job_id\":\"j\"}");
    run("session", "add-target", "a", "--job", "j", "--target", "vllm=h:1");
    assertThat(gateway.requests().getLast()).contains("\"h:1\"").doesNotContain("interval");
    run("session", "add-target", "a", "--job", "j", "--target", "h:1", "--interval", "500ms");
    assertThat(gateway.requests().getLast()).contains("\"scrape_interval\":\"500ms\"");
    CommandRun none = run("session", "add-target", "a", "--job", "j", "--interval", "1s");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void idsAreEncoded() {
    assertThat(run("session", "delete", "../x y?").err())
        .contains("DELETE /api/v1/sessions/..%2Fx%20y%3F");
  }
}
