package io.benchstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Terminal;
import io.benchstream.cli.demo.DemoReport.Section;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DemoPrinterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = START.plusSeconds(10);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final DemoPrinter printer =
      new DemoPrinter(
          new Console(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
              Terminal.none()),
          ZoneOffset.UTC);

  private static DemoOutcome outcome(int scrapesSeen) {
    Recipe recipe = new RecipeLoader().defaults().find("request_throughput").orElseThrow();
    KpiWindow window =
        KpiWindow.newBuilder()
            .setScope(KpiScope.newBuilder().setCluster("demo").setJob("j").build())
            .setKpi(recipe.name())
            .setType(recipe.type())
            .setUnit(recipe.unit())
            .setWindowStart(START)
            .setWindowEnd(END)
            .setValues(Map.of("value", 2.0))
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(scrapesSeen)
                    .setScrapesExpected(10)
                    .setTargetsUp(1)
                    .build())
            .setStatus(WindowStatus.FINAL)
            .setRecipeVersion("1")
            .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).setIncrease(20).build())
            .build();
    Figure figure =
        new Figure(
            recipe.name(),
            "value",
            recipe.unit(),
            OptionalDouble.of(2),
            0,
            OptionalDouble.of(2),
            OptionalDouble.of(2));
    return new DemoOutcome(
        DemoOutcomeTest.LOCAL,
        "j",
        START,
        END,
        List.of(
            new Section(
                recipe.name(),
                Optional.of(SpanKpi.of(recipe, List.of(window), START, END)),
                List.of(figure))),
        List.of(),
        Optional.empty(),
        1,
        1,
        1);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tableSaysWhereTooLittleWasSeen() {
    printer.table(outcome(8));
    assertThat(output()).contains("8/10 scrapes, only 80 % seen");
  }

  @Test
  void tableSaysNothingWhereEnoughWasSeen() {
    printer.table(outcome(9));
    assertThat(output()).contains("9/10 scrapes").doesNotContain("only");
  }

  @Test
  void jsonSaysHowMuchWasSeen() throws Exception {
    printer.json(outcome(8));
    JsonNode kpi = new ObjectMapper().readTree(output()).at("/kpis/0");
    assertThat(kpi.path("coverage").asDouble()).isEqualTo(0.8);
    assertThat(kpi.path("lowCoverage")).isEqualTo(BooleanNode.TRUE);
  }
}
