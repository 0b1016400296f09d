import { setTimeout as pause } from 'node:timers/promises'
import { plural } from '../../functions/lib/time/duration'
import { secondsOf } from '../../functions/lib/time/typed-time'
import { type ApiResponse, type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { requireAccount } from '../remote/call'
import { type FullSyncResult, fullSync } from '../sending/full-sync'
import { type SignedInAccount, storedAccount } from '../store/account'
import { agent } from '../version'

const shortestWatch = 10
const longestWatch = 7 * 86_400

const syncedText = ({ terminal: { paint }, store }: Context, synced: FullSyncResult) => {
  const { sent, received, superseded, rejected, resyncs, digests_agree } = synced
  const server = storedAccount(store().db)?.server ?? ''
  const nothing = sent === 0 && received === 0
  const counts = [
    ...(sent > 0 ? [`${plural(sent, 'change')} sent`] : []),
    ...(received > 0 ? [`${plural(received, 'change')} fetched`] : []),
  ]
  return [
    nothing ? 'Everything is in sync.' : `Synced: ${counts.join(', ')}.`,
    ...(superseded > 0
      ? [
          paint(
            'yellow',
            `${plural(superseded, 'change')} lost to a later one. See ${server}/settings/devices/conflicts`,
          ),
        ]
      : []),
    ...(rejected > 0 ? [paint('yellow', `${plural(rejected, 'change')} refused. See daymark sync status.`)] : []),
    ...(resyncs > 0 ? ['The server sent everything again.'] : []),
    ...(digests_agree === true ? [paint('green', 'This device and the server have the same.')] : []),
    ...(digests_agree === false
      ? [paint('red', 'This device and the server differ. Run daymark sync --verify again.')]
      : []),
  ]
}

/** Syncs once and returns the output of the command. */
export const syncAndReport = async (context: Context): Promise<ApiResponse> => {
  const result = await fullSync(context, { verify: context.options.verify === true })
  return { json: { ...result }, text: syncedText(context, result) }
}

const intervalOf = (typed: string) => {
  const seconds = secondsOf(typed)
  if (seconds === null || seconds < shortestWatch || seconds > longestWatch) {
    throw new Failure('usage', '--watch needs a time from 10s to 7 days, as 30m or 2h.')
  }
  return seconds
}

const atTime = (now: number) => new Date(now).toTimeString().slice(0, 5)

/** Delay before a sync, in ms, so that it includes writes of the same moment. */
const gatherMs = 500
const pingMs = 30_000

/**
 * Listens on the server's socket for writes of other devices, as open pages do. Without the socket, or after it is
 * lost, syncing falls back to the interval.
 */
const liveSocket = ({ openSocket, signal, store }: Context, { server, token }: SignedInAccount) => {
  let socket: WebSocket | undefined
  /** The latest version that the socket reported. */
  let latest = 0
  let wake = () => {}

  const close = () => socket?.close()

  /** Opens the socket unless it is already open. */
  const open = () => {
    if (socket) return
    const opened = openSocket(`${server.replace(/^http/, 'ws')}/live`, {
      Authorization: `Bearer ${token}`,
      'User-Agent': agent,
    })
    const ping = setInterval(() => opened.readyState === 1 && opened.send('ping'), pingMs)
    opened.addEventListener('message', ({ data }) => {
      latest = Math.max(latest, Number(/"seq":(\d+)/.exec(String(data))?.[1] ?? 0))
      wake()
    })
    opened.addEventListener('close', () => {
      clearInterval(ping)
      socket = undefined
    })
    socket = opened
  }

  const isNews = () => latest > store().device.state().remote_version

  /** Waits for a write of another device or until the time has passed. True after a write. */
  const wait = async (milliseconds: number) => {
    const woken = new AbortController()
    wake = () => isNews() && woken.abort()
    wake()
    await pause(milliseconds, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined)
    wake = () => {}
    latest = 0
    if (!woken.signal.aborted) return false
    await pause(gatherMs, undefined, { signal }).catch(() => undefined)
    return true
  }

  return { open, wait, close }
}

/** Syncs after each interval and each write of another device, until Ctrl-C, even if the server is unreachable. */
const watch = async (context: Context, seconds: number): Promise<ApiResponse> => {
  const { isJson, signal, now, terminal } = context
  const live = liveSocket(context, requireAccount(context))
  signal.addEventListener('abort', live.close)
  let isNews = false
  while (!signal.aborted) {
    live.open()
    const said = await syncAndReport(context).catch((error: unknown) => {
      if (!(error instanceof Failure) || (error.kind !== 'offline' && error.kind !== 'error')) throw error
      return { json: { error: { code: error.kind, message: error.message } }, text: [error.message] }
    })
    if (signal.aborted) break
    const isEmpty = 'received' in said.json && said.json.sent === 0 && said.json.received === 0
    if (!isNews || !isEmpty)
      terminal.write(isJson ? `${JSON.stringify(said.json)}\n` : `${atTime(now())} ${said.text.join(' ')}\n`)
    isNews = await live.wait(seconds * 1000)
  }
  return { json: { stopped: true }, text: [] }
}

export const syncOnce: Run = async (context) => {
  const interval = optionText(context, 'watch')
  if (interval === undefined) return syncAndReport(context)
  return watch(context, intervalOf(interval))
}
