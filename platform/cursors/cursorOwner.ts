/** Whose cursors are meant. */
export interface CursorOwner {
  readonly tenantId: string;
  readonly userId: string;
}
