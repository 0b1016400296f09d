/** True if the database could not write because its disk is full. A self-hosted server says so (workers/server). */
export const isDiskFull = (error: unknown) =>
  error instanceof Error && /SQLITE_FULL|database or disk is full/.test(error.message)
