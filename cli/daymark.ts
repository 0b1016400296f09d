import { run } from './run'

/** Exit code of a program ended by Ctrl-C. */
const interrupted = 130

const controller = new AbortController()

process.on('SIGINT', () => {
  if (controller.signal.aborted) process.exit(interrupted)
  controller.abort()
})

// A pipe closed early by its reader, such as `head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const emitWarning = process.emitWarning.bind(process)

/** `node:sqlite` prints a warning at each start that it is experimental. */
process.emitWarning = (warning: string | Error, ...rest: never[]) => {
  if (!String(warning).includes('SQLite')) emitWarning(warning, ...rest)
}

const { argv, env, stdin, stdout, stderr } = process

const code = await run({
  argv: argv.slice(2),
  env,
  stdin,
  stdout,
  stderr,
  now: Date.now,
  fetch: (...request) => fetch(...request),
  // The types describe browser sockets, which cannot send headers.
  openSocket: (url, headers) => Reflect.construct(WebSocket, [url, { headers }]),
  signal: controller.signal,
})
process.exitCode = controller.signal.aborted && code !== 0 ? interrupted : code
