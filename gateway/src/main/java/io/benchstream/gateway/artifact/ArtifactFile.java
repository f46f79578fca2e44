package io.benchstream.gateway.artifact;

import java.util.Arrays;
import java.util.Optional;

/** The files of a collected window. */
public enum ArtifactFile {
  SUMMARY("metrics_summary.csv", "text/csv; charset=utf-8"),
  KPIS("kpis.csv", "text/csv; charset=utf-8"),
  PARQUET("kpis.parquet", "application/vnd.apache.parquet"),
  REPORT("report.html", "text/html; charset=utf-8"),
  /** Written last, with the digests of the others. */
  MANIFEST("MANIFEST.json", "application/json");

  private final String fileName;
  private final String mediaType;

  ArtifactFile(String fileName, String mediaType) {
    this.fileName = fileName;
    this.mediaType = mediaType;
  }

  public String fileName() {
    return fileName;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The file of a name. */
  public static Optional<ArtifactFile> of(String fileName) {
    return Arrays.stream(values()).filter(file -> file.fileName.equals(fileName)).findFirst();
  }
}
