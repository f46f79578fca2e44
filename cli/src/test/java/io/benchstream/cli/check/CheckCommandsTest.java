package io.benchstream.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Terminal.none());

  @TempDir Path directory;

  private int exposition(String page, String... arguments) {
    return run(
        new CheckExpositionCommand(console, new ByteArrayInputStream(page.getBytes(UTF_8))),
        arguments);
  }

  private static int run(Callable<Integer> command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          failed.getErr().println(failure.getMessage());
          return failure instanceof io.benchstream.cli.console.CommandFailure known
              ? known.exitCode()
              : -1;
        });
    return line.execute(arguments);
  }

  @Test
  void aRightPageGivesItsSeriesAsLines() {
    int code =
        exposition(
            "# TYPE a counter\na{b=\"x\\n\",c=\"\"} 1.5 1000\nd NaN\ne +Inf\nf -Inf\n",
            "-",
            "--json");

    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "{\"name\":\"a\",\"labels\":{\"b\":\"x\\n\",\"c\":\"\"},\"value\":1.5,"
                + "\"timestamp_ms\":1000,\"type\":\"counter\"}",
            "{\"name\":\"d\",\"labels\":{},\"value\":\"NaN\",\"type\":\"counter\"}",
            "{\"name\":\"e\",\"labels\":{},\"value\":\"+Inf\",\"type\":\"counter\"}",
            "{\"name\":\"f\",\"labels\":{},\"value\":\"-Inf\",\"type\":\"counter\"}");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void openMetricsShowsExemplarsAndWantsItsEnd() {
    String page = "# TYPE a counter\na_total 2 # {trace=\"1\"} 0.5 12.5\n# EOF\n";

    assertThat(exposition(page, "-", "--format", "openmetrics", "--json")).isEqualTo(ExitCode.OK);

    assertThat(out.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "{\"name\":\"a_total\",\"labels\":{},\"value\":2.0,\"type\":\"counter\","
                + "\"exemplar\":{\"labels\":{\"trace\":\"1\"},\"value\":0.5,\"timestamp_ms\":12500}}");
    assertThat(exposition("a 1\n", "-", "--format", "openmetrics")).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("line 2, column 1: the page does not end with '# EOF'");
  }

  @Test
  void aWrongPageIsToldWithLineColumnAndReason() {
    assertThat(exposition("a 1\nb{c=\"d\"} x\n", "-", "--json")).isEqualTo(1);

    assertThat(err.toString(UTF_8))
        .contains("standard input: line 2, column 10: 'x' is not a number");
    assertThat(out.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "{\"error\":{\"line\":2,\"column\":10,\"reason\":\"'x' is not a number\"}}");
  }

  @Test
  void aLabelThatIsThereTwiceIsWrongToo() {
    assertThat(exposition("a{b=\"1\",b=\"2\"} 1\n", "-")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("line 1, column 1: the label b is there twice");
  }

  @Test
  void aFileIsReadAndOneThatIsNotThereIsAWrongCommandLine() throws IOException {
    Path page = Files.writeString(directory.resolve("page.txt"), "a 1\na 2\n");

    assertThat(exposition("", page.toString())).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8)).contains("right, 1 series");
    assertThat(err.toString(UTF_8)).contains("1 samples are of a series");
    assertThat(exposition("", directory.resolve("no").toString())).isEqualTo(ExitCode.USAGE);
  }

  private int relabel(String rules, String labels, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("rules.yml"), rules);
    String[] arguments = new String[4 + more.length];
    arguments[0] = "--config";
    arguments[1] = file.toString();
    arguments[2] = "--labels";
    arguments[3] = labels;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(new CheckRelabelCommand(console), arguments);
  }

  @Test
  void rulesAreShownStepByStep() throws IOException {
    String rules =
        """
        - source_labels: [job, env]
          target_label: id
        - action: drop
          if: up{job="b"}
        - source_labels: [id]
          regex: 'a;(.*)'
          action: keep
        """;

    assertThat(relabel(rules, "{\"__name__\":\"up\",\"job\":\"a\",\"env\":\"x\"}"))
        .isEqualTo(ExitCode.OK);

    assertThat(out.toString(UTF_8))
        .contains(
            "[0]  {source_labels=[job, env], target_label=id}\n     source: \"a;x\"\n"
                + "     {__name__=\"up\",env=\"x\",id=\"a;x\",job=\"a\"}",
            "its `if` does not select this set",
            "kept {__name__=\"up\",env=\"x\",id=\"a;x\",job=\"a\"}");
  }

  @Test
  void theResultIsJsonAndADroppedSetIsNull() throws IOException {
    assertThat(relabel("- {regex: b, action: labeldrop}", "{\"a\":\"1\",\"b\":\"2\"}", "--json"))
        .isEqualTo(ExitCode.OK);
    assertThat(relabel("- {source_labels: [a], action: drop}", "{\"a\":\"1\"}", "--json"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8).lines()).containsExactly("{\"a\":\"1\"}", "null");
  }

  @Test
  void wrongRulesAndLabelsAreToldWithTheirPlace() throws IOException {
    assertThat(relabel("- {action: dance}", "{}")).isEqualTo(ExitCode.FAILURE);
    assertThat(relabel("- {regex: '('}", "{}")).isEqualTo(ExitCode.FAILURE);
    assertThat(relabel("a: [", "{}")).isEqualTo(ExitCode.FAILURE);
    assertThat(relabel("[]", "{\"a\":1}")).isEqualTo(ExitCode.USAGE);
    assertThat(relabel("[]", "[]")).isEqualTo(ExitCode.USAGE);
    assertThat(relabel("[]", "{")).isEqualTo(ExitCode.USAGE);
  }
}
