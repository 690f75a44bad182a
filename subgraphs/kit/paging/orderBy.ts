/** How a list is ordered; ties are broken by `id` in the same direction. */
export interface OrderBy<Row> {
  /** A property whose column is indexed together with `id`, and NOT NULL. */
  readonly column: keyof Row & string;
  readonly direction: 'ASC' | 'DESC';
}
