/** A fault of a document at a line, the first being 1. */
export type Fault = { line: number; message: string }
