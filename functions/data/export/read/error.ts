/** Refuses a document or an archive: `reason` says why, in words for the person. */
export class DocumentError extends Error {
  constructor(readonly reason: string) {
    super(reason)
    this.name = 'DocumentError'
  }
}
