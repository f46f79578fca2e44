package io.benchstream.schemas.samples;

/** A label of a series; the value is unescaped. */
public record Label(String name, String value) {}
