/** What a request costs the database, as the server says it. */
export type Cost = { statements: number; read: number; written: number }

export type Measured = {
  requests: number
  perSecond: number
  /** in milliseconds, as the following */
  p50: number
  p95: number
  p99: number
  /** of the whole server, a request; NaN when a part of the server was started anew meanwhile */
  cpu: number
  /** of the last request; undefined where the server says none */
  cost?: Cost
}

/** Of a page, in bytes: as they are, and gzipped as they go over the wire. */
export type Bytes = { plain: number; gzipped: number }

/** What the browser loads of a page: at its first view, and at the next one (`again`). */
export type Weight = { page: string; html: Bytes; css: Bytes; script: Bytes; again: Bytes }
