// source: what the generated files are made from.

/** Where generators read from. */
export interface Source {
  projectDir: string;
  /** The migrated database, as role postgres. */
  url: string;
}
