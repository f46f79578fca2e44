package io.benchstream.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The files of a window, read back; Parquet by another implementation than wrote it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArtifactFilesIT {
  private final Collected collected = SampleSession.collected();
  private Path directory;

  @BeforeAll
  void write(@TempDir Path made) throws IOException {
    directory = made;
    new ArtifactWriter().write(made, collected);
  }

  @Test
  void parquetHasTheRowsOfTheTable() throws Exception {
    List<KpiRow> rows = collected.kpis().rows().toList();
    List<Double> values = new ArrayList<>();
    int widths = 0;
    try (ParquetFileReader file =
            ParquetFileReader.open(InputFile.of(directory.resolve("kpis.parquet")));
        RowReader reader = file.rowReader()) {
      while (reader.hasNext()) {
        reader.next();
        KpiRow row = rows.get(values.size());
        values.add(reader.getDouble("value"));
        assertThat(reader.getString("kpi")).isEqualTo(row.kpi());
        assertThat(reader.getString("stat")).isEqualTo(row.stat());
        assertThat(reader.getTimestamp("window_end")).isEqualTo(row.windowEnd());
        assertThat(reader.getInt("scrapes_seen")).isEqualTo(row.scrapes().seen());
        widths += reader.isNull("bucket_width") ? 0 : 1;
      }
    }
    assertThat(values).containsExactlyElementsOf(rows.stream().map(KpiRow::value).toList());
    assertThat(widths)
        .isEqualTo((int) rows.stream().filter(row -> !Double.isNaN(row.bucketWidth())).count());
  }

  @Test
  void csvHasALineForEachValue() throws Exception {
    List<String> lines = Files.readAllLines(directory.resolve("kpis.csv"));
    assertThat(lines).hasSize(1 + (int) collected.kpis().rows().count());
    assertThat(lines.getFirst()).startsWith("window_start,window_end,cluster,job,labels,kpi,stat");
    String p99 =
        Files.readAllLines(directory.resolve("metrics_summary.csv")).stream()
            .filter(line -> line.contains(",ttft,p99,"))
            .findFirst()
            .orElseThrow();
    double expected =
        collected.report().getKpis().stream()
            .filter(kpi -> kpi.getKpi().equals("ttft"))
            .findFirst()
            .orElseThrow()
            .getValues()
            .getOrDefault("p99", Double.NaN);
    assertThat(Double.parseDouble(p99.split(",", -1)[5])).isCloseTo(expected, within(1e-12));
  }

  @Test
  void manifestTellsWhereItComesFrom() throws Exception {
    JsonNode manifest = new ObjectMapper().readTree(directory.resolve("MANIFEST.json").toFile());
    assertThat(manifest.at("/targets/0/url").asText()).isEqualTo("http://10.0.0.7:8000/metrics");
    assertThat(manifest.at("/samples/offsets/0/from").asLong()).isEqualTo(1_204);
    assertThat(manifest.at("/software/benchstream").asText()).matches("[0-9]+\\.[0-9]+\\..*");
    assertThat(manifest.at("/coverage/least").asDouble()).isBetween(0.9, 0.99);
    assertThat(manifest.path("files")).hasSize(4);
    for (JsonNode file : manifest.path("files")) {
      Path path = directory.resolve(file.path("name").asText());
      assertThat(file.path("bytes").asLong()).isEqualTo(Files.size(path));
      assertThat(file.path("sha256").asText()).isEqualTo(ManifestFile.sha256(path));
    }
  }

  @Test
  void whatHadNoRoomInTheReportIsTold(@TempDir Path other) throws Exception {
    assertThat(directory.resolve("report.html")).content().doesNotContain("KPIs are missing");
    Collected large = SampleSession.collected();
    large.report().setKpisLeftOut(12);
    new ArtifactWriter().write(other, large);
    JsonNode manifest = new ObjectMapper().readTree(other.resolve("MANIFEST.json").toFile());
    assertThat(manifest.path("kpis_left_out").asInt()).isEqualTo(12);
    assertThat(other.resolve("report.html")).content().contains("12 KPIs are missing");
  }

  @Test
  void theSameWindowGivesTheSameFiles(@TempDir Path again) throws Exception {
    new ArtifactWriter().write(again, SampleSession.collected());
    for (ArtifactFile file : ArtifactFile.values()) {
      assertThat(again.resolve(file.fileName()))
          .hasSameBinaryContentAs(directory.resolve(file.fileName()));
    }
  }
}
