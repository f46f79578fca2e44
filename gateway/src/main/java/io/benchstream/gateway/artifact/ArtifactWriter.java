package io.benchstream.gateway.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** Writes all files of a collected window into a directory. Thread-safe. */
public final class ArtifactWriter {
  private final ReportFile report = new ReportFile();

  /**
   * Writes the files; the same window gives the same files.
   *
   * @param directory empty
   */
  public void write(Path directory, Collected collected) throws IOException {
    CsvFiles.summary(directory.resolve(ArtifactFile.SUMMARY.fileName()), collected.summary());
    CsvFiles.kpis(directory.resolve(ArtifactFile.KPIS.fileName()), collected.kpis().rows());
    ParquetFile.kpis(directory.resolve(ArtifactFile.PARQUET.fileName()), collected.kpis().rows());
    report.write(directory.resolve(ArtifactFile.REPORT.fileName()), collected);
    ManifestFile.write(directory, collected);
  }
}
