/** A file that a generator makes: path relative to the project root, and content. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}
