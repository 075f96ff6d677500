/** Codes for what files call by name. */
export interface Names {
  /** KECO code of an occupation's name or code. */
  occupation(name: string): string | undefined;
  /** Taxonomy code of a certificate's name or code. */
  certificate(name: string): string | undefined;
  /** Whether one certificate stands for another, as a higher grade does for a lower one. Codes of the taxonomy. */
  covers(held: string, wanted: string): boolean;
}
