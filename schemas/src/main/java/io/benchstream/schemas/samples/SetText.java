package io.benchstream.schemas.samples;

/** The text of a set of series, as it is or packed. Immutable. */
sealed interface SetText {
  /** The text itself, to be read only. */
  byte[] bytes();

  /** Of the text, in bytes. */
  int length();

  /** What it takes in memory, in bytes. */
  int heldBytes();

  /** As it is; equality is not asked for. */
  @SuppressWarnings("ArrayRecordComponent")
  record Plain(byte[] bytes) implements SetText {
    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public int heldBytes() {
      return bytes.length;
    }
  }

  /** In less memory. */
  record Packed(PackedBytes packed) implements SetText {
    @Override
    public byte[] bytes() {
      return packed.unpack();
    }

    @Override
    public int length() {
      return packed.length();
    }

    @Override
    public int heldBytes() {
      return packed.packedLength();
    }
  }
}
