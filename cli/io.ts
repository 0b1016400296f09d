/** Everything that a command takes from the process, so that tests can replace it. */
export type Io = {
  argv: string[]
  env: Record<string, string | undefined>
  stdin: NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown }
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  /** Current time in epoch ms. */
  now: () => number
  fetch: typeof fetch
  openSocket: (url: string, headers: Record<string, string>) => WebSocket
  /** Aborted by Ctrl-C. */
  signal: AbortSignal
}
