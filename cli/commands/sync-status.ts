import { plural } from '../../functions/lib/time/duration'
import type { Run } from '../context'
import { sanitizeLine, wrapParagraph } from '../output/text'
import { hostOf } from '../remote/server'
import { storedAccount } from '../store/account'
import { storedPreferences } from '../store/person'
import { queuedCounts } from '../store/queries'
import { clockText, currentDay } from '../time/today'

const titleOf = (data: object | null) => {
  const members: [string, unknown][] = data === null ? [] : Object.entries(data)
  const found = members.find(
    ([name, value]) => (name === 'title' || name === 'question') && typeof value === 'string' && value !== '',
  )
  return found ? sanitizeLine(String(found[1])) : null
}

/** Prints the account, queued writes and refused writes. */
export const syncStatus: Run = async (context) => {
  const { store, now, terminal } = context
  const { db, device, folder } = store()
  const account = storedAccount(db)
  const state = device.state()
  const preferences = storedPreferences(db)
  const counts = queuedCounts(db)
  const rejected = device.rejected()
  const today = currentDay(preferences, now())
  const last = state.last_sync > 0 ? clockText(state.last_sync, preferences, today) : 'never'
  const waiting = counts.map(({ type, count }) => plural(count, type)).join(', ') || 'nothing'
  const who = account
    ? `${account.email} at ${hostOf(account.server)}${account.token ? '' : ', signed out'}`
    : 'not signed in'
  const refused = rejected.flatMap(({ type, id, reason, data }) => [
    `  ${type} ${terminal.paint('bold', titleOf(data) ?? sanitizeLine(id))}`,
    ...wrapParagraph(sanitizeLine(reason), terminal.width - 4).map((line) => `    ${line}`),
  ])
  return {
    json: {
      email: account?.email ?? null,
      server: account?.server ?? null,
      signed_in: Boolean(account?.token),
      device_id: state.device_id,
      folder,
      last_sync: state.last_sync > 0 ? new Date(state.last_sync).toISOString() : null,
      waiting: Object.fromEntries(counts.map(({ type, count }) => [type, count])),
      rejected: rejected.map(({ type, id, reason, data }) => ({ type, id, reason, data })),
    },
    text: [
      `Account    ${sanitizeLine(who)}`,
      `Device     ${state.device_id}`,
      `Data       ${folder}`,
      `Last sync  ${last}`,
      `Waiting    ${waiting}`,
      ...(refused.length > 0
        ? ['', terminal.paint('yellow', 'Refused by the server, kept here until you edit it:'), ...refused]
        : []),
    ],
  }
}
