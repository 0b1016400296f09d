import { copyOf, drop, put } from './kept'
import type { Line } from './line'
import { timer } from './offline-page'

/** Key of the lines that the server took last, beside the pages of their person. */
const path = '/sent'

/** Key of the timer in the last answer that had one. */
export const strip = '/timer/strip'

const most = 50

/** Every page is kept anew after a day at most. */
const longest = 24 * 60 * 60 * 1000

const inTurn = (act: () => Promise<void>) => navigator.locks.request('keep sent lines', act)

const all = async (): Promise<Line[]> => JSON.parse((await (await copyOf(path))?.text()) || '[]')

/** Keeps a line that the server has just taken, to be drawn on pages that were kept before. */
export const noteSent = (line: Line, sent = Date.now()) =>
  inTurn(async () => {
    const others = (await all()).filter(({ key }) => key !== line.key)
    const headers = line.headers.filter(([name]) => /^(hx-current-url|referer)$/i.test(name))
    await put(line.person, path, JSON.stringify([...others, { ...line, headers, sent }].slice(-most)))
  })

/** Forgets all of them, and the timer that they left. */
export const forgetSent = () =>
  inTurn(async () => {
    for (const one of [path, strip]) if (await copyOf(one)) await drop(one)
  })

/** Lines that the server took after an instant (epoch ms). */
export const sentAfter = async (person: string, at: number) =>
  (await all().catch(() => [])).filter(
    ({ person: owner, sent = 0 }) => owner === person && sent > Math.max(at, Date.now() - longest),
  )

/** Keeps the timer that an answer brings: every kept page shows it, as the page does which was answered. */
export const noteStrip = async (person: string, answer: Response, at = Date.now()) => {
  const [found] = timer.exec(await answer.text()) ?? []
  const isOlder = Number((await copyOf(strip))?.headers.get('X-Kept-At')) > at
  if (found && !isOlder) await put(person, strip, found, { 'X-Kept-At': `${at}` })
}
