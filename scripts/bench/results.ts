/** Database cost of a request, from its `Server-Timing`. */
export type Cost = { statements: number; trips: number; read: number; written: number }

export type Measurement = {
  requests: number
  perSecond: number
  /** in milliseconds, like p95, p99 and cpu */
  p50: number
  p95: number
  p99: number
  /** CPU time of the whole server, for each request; NaN if a server process restarted */
  cpu: number
  /** of the last request; undefined without `Server-Timing` */
  cost?: Cost
}

/** CPU of a server that nobody asks for anything, in percent of a core. */
export type Idle = { percent: number }

/** Memory that a request takes at its peak. */
export type Peak = { name: string; megabytes: number }

/** sizes in bytes */
export type Bytes = { plain: number; gzipped: number }

/** Bytes that the browser loads for the first view of a page, and for the next one (`again`). */
export type PageSize = { page: string; html: Bytes; css: Bytes; script: Bytes; again: Bytes }

/** Bytes of the Worker, and of what its start loads; milliseconds of a start. */
export type WorkerSize = { all: Bytes; start: Bytes; milliseconds: number }
