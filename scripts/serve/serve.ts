import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { contactOf } from '../push-keys'
import { adopt } from './adopt'
import { type Built, configuration } from './config'
import { askServer } from './control'
import { startMailer } from './mailer'
import type { Settings } from './settings'
import {
  backupsProblem,
  copyAtNight,
  diskFull,
  Held,
  holdFolder,
  jwtSecret,
  migrateFile,
  pushKeys,
  Refusal,
  refusalOf,
  storeFolder,
} from './storage'

const fiveMinutes = 5 * 60 * 1000

const say = (level: 'info' | 'error', message: string, facts: object = {}) =>
  console[level === 'error' ? 'error' : 'log'](
    JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }),
  )

/** The program: beside this file in the image, else in the package. */
const workerd = (folder: string) => {
  const beside = join(folder, 'workerd')
  if (existsSync(beside)) return beside
  return createRequire(join(folder, 'serve.mjs'))('workerd').default as string
}

/** Holds the folder. Waits for a server that is ending. */
const hold = async (state: string) => {
  for (let tries = 0; ; tries += 1) {
    try {
      return holdFolder(state)
    } catch (error) {
      if (!(error instanceof Held) || tries === 40) throw error
      await sleep(250)
    }
  }
}

/**
 * Starts workerd through a shell that ends it after this process has ended or was killed: the shell reads from a pipe that
 * closes then. workerd finishes pending requests first, and may wait for an open socket.
 */
const startWorkerd = (settings: Settings, folder: string, config: string) => {
  const { state, variables } = settings
  const { PATH, SSL_CERT_FILE, TZ } = process.env
  const script = `exec 3<&0
    "$@" </dev/null 3<&- & child=$!
    { read _ <&3; kill "$child"; sleep 5; kill -9 "$child"; } >/dev/null 2>&1 & reader=$!
    wait "$child"; code=$?
    kill "$reader"; exit "$code"`
  const program = [
    workerd(folder),
    'serve',
    '--import-path',
    folder,
    '--directory-path',
    `site=${join(folder, 'site')}`,
    config,
  ]
  return spawn('/bin/sh', ['-c', script, 'sh', ...program], {
    cwd: state,
    env: { PATH, SSL_CERT_FILE, TZ, ...variables },
    stdio: ['pipe', 'inherit', 'inherit'],
    // A Ctrl+C is this process's alone: it ends workerd in order.
    detached: true,
  })
}

type Health = { status: string; checks: { disk?: 'full' }; problem?: string }

/** The server's own report of its health; undefined while it does not answer. */
const healthOf = async ({ host, port }: Settings): Promise<Health | undefined> => {
  const name = /^(0\.0\.0\.0|\*|::)$/.test(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  try {
    return await (await fetch(`http://${name}:${port}/health`)).json()
  } catch {
    return undefined
  }
}

/** True where the server answers, and its database with it. @throws Refusal with its words for what fails */
export const isReady = async (settings: Settings) => {
  const health = await healthOf(settings)
  if (health?.checks.disk) throw diskFull(settings.state)
  if (health?.problem && health.status !== 'ok') throw new Refusal(health.problem)
  return health?.status === 'ok'
}

/** Logs a copy, as an error where the second folder lacks it. */
const sayCopied = (message: string, copy: Record<string, unknown>) =>
  copy.failure ? say('error', 'A copy is not in the second folder yet', copy) : say('info', message, copy)

/** Work that waits for a visit on Cloudflare without its cron. */
const works = (settings: Settings) => [
  async () => {
    const copy = copyAtNight(settings, new Date())
    if (copy) sayCopied('Copied the database', copy)
  },
  async () => {
    const problem = backupsProblem(settings)
    if (problem) say('error', problem, { folder: settings.backups })
    // For `/health`.
    await askServer(settings.state, 'copies', problem)
  },
  async () => {
    await askServer(settings.state, 'timed')
  },
]

const runWorks = async (settings: Settings) => {
  for (const work of works(settings))
    await work().catch((error: Error) => say('error', 'A scheduled task failed', { error: error.message }))
}

/** Effective settings, for the first log line. */
const understood = ({ host, port, state, variables, trustedProxies, backups }: Settings) => ({
  address: variables.PUBLIC_URL,
  listens: `${host}:${port}`,
  trusts: trustedProxies.length > 0 ? trustedProxies : 'no proxy',
  state,
  copies: backups ?? 'only in the state folder',
  mail: variables.MAIL_PROVIDER ?? 'none',
})

/** @throws Refusal where another program listens */
const refuseTakenPort = async ({ host, port }: Settings) => {
  const listenAt = host === '*' ? undefined : host
  for (let tries = 0; !(await isFree(listenAt, port)); tries += 1) {
    if (tries === 20) throw new Refusal(`Port ${port} is in use. Choose another: PORT=8790 npm start`)
    await sleep(250)
  }
}

const isFree = (host: string | undefined, port: number) =>
  new Promise<boolean>((known) => {
    const probe = createServer()
    probe.once('error', () => known(false))
    probe.listen(port, host, () => probe.close(() => known(true)))
  })

/** Uses the push keys of the settings, else those of the state folder. */
const usePushKeys = ({ state, variables }: Settings) => {
  if (!variables.VAPID_PUBLIC_KEY) Object.assign(variables, pushKeys(state))
  const contact = contactOf(variables)
  if (contact) variables.VAPID_SUBJECT = contact
}

/** Brings the state folder up to this version, with the keys that it keeps. */
const prepareState = (settings: Settings, folder: string) => {
  if (!settings.isDevelopment) settings.variables.JWT_SECRET ??= jwtSecret(settings.state)
  usePushKeys(settings)
  const adopted = adopt(settings)
  if (adopted) say('info', 'Copied what an earlier version kept here', { database: adopted })
  const { missing, copy } = migrateFile(settings, join(folder, 'migrations'))
  if (copy) sayCopied('Applied migrations', { count: missing.length, last: missing.at(-1), ...copy })
}

const start = async (settings: Settings, folder: string, prepare: () => Promise<void>) => {
  const { state, isDevelopment, port } = settings
  // Whatever is written is its user's alone, and so are the sockets.
  process.umask(0o077)
  const release = await hold(state)
  await refuseTakenPort(settings)
  prepareState(settings, folder)
  await prepare()
  if (settings.smtp) startMailer(state, settings.smtp, (facts) => say('error', 'An email was not sent', facts))
  const stores = storeFolder(settings)
  mkdirSync(join(stores, 'files'), { recursive: true, mode: 0o700 })
  const config = join(state, 'server.capnp')

  let child: ChildProcess
  let isReadyOnce = false
  let isEnding = false
  const leave = () => {
    release()
    process.exit(0)
  }
  const run = () => {
    const built: Built = JSON.parse(readFileSync(join(folder, 'built.json'), 'utf8'))
    writeFileSync(config, configuration(settings, built, stores), { mode: 0o600 })
    rmSync(join(state, 'control.sock'), { force: true })
    child = startWorkerd(settings, folder, config)
    child.on('exit', async (code, signal) => {
      if (isEnding) leave()
      if (!isReadyOnce) {
        console.error('The server couldn’t start. Its messages are above.')
        process.exit(1)
      }
      if (!isDevelopment) say('error', 'workerd ended and is restarting', { code, signal })
      await sleep(isDevelopment ? 0 : 1000)
      if (isEnding) leave()
      run()
    })
  }
  const end = () => child.stdin?.end()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      isEnding = true
      end()
    })
  run()
  for (let tries = 0; !(await isReady(settings)); tries += 1) {
    if (tries === 300) throw new Refusal('The server doesn’t answer. Its messages are above.')
    await sleep(100)
  }
  isReadyOnce = true
  if (isDevelopment) console.log(`Ready on http://localhost:${port}`)
  else {
    say('info', 'Ready', understood(settings))
    setInterval(() => runWorks(settings), fiveMinutes)
    await runWorks(settings)
  }
  return { restart: end }
}

/**
 * Runs the server until a signal ends it. Resolves when it responds, with a function that restarts it.
 * @param folder of the build
 * @param prepare work on the database before the start
 * @throws Refusal with a message if it cannot start
 */
export const serve = async (settings: Settings, folder: string, prepare = async () => {}) => {
  try {
    return await start(settings, folder, prepare)
  } catch (error) {
    throw refusalOf(error as Error, settings.state)
  }
}
