import { type EntityType, entityTypes } from '../../../functions/programs/sync/core/protocol'
import type { Reply } from '../remote'
import { putFromBrowser, type Watch } from './batch'
import { isRunning, makeData, tokenOf } from './data'
import { serve, serverDigests } from './feed'
import { type History, judge, note, type RowName, tellDeletion, writeOf } from './history'
import { allRows, archive, contentOf, lostOf, type Model, purge, restore } from './model'
import type { BrowserAction, Service, Upheaval } from './world'

/** Makes a version of the inbox the present one, which goes to the inbox in turn. Returns its token. */
const bringBack = <Type extends EntityType>(model: Model, type: Type, id: string, deletion: string, now: number) => {
  const lost = model.inbox[type].find((one) => one.id === id && one.reason === 'edit')
  const stored = model.rows[type].get(id)
  if (!lost || !stored || (lost.data === null && stored.isDeleted)) return null
  if (lost.data && isRunning[type](lost.data)) return null
  model.inbox[type].push(lostOf(stored))
  const token = lost.data ? lost.token : deletion
  const data = lost.data ?? stored.data
  putFromBrowser(model, type, { id, data, isDeleted: lost.data === null, token }, now)
  return token
}

const browse = (
  model: Model,
  history: History,
  now: number,
  action: BrowserAction,
  { type, id }: RowName,
  token: string,
) => {
  const stored = model.rows[type].get(id)
  const saw = stored?.token ?? null
  const noted = { type, id, author: 'browser', saw, isOnNothing: !stored || stored.isDeleted }
  if (action === 'restore') {
    if (!stored?.isDeleted) return
    const restored = tokenOf(stored.data)
    putFromBrowser(model, type, { ...stored, isDeleted: false, token: restored }, now)
    note(history, { ...noted, token: restored, isDeletion: false }, null)
    return
  }
  if (action === 'bring_back') {
    const deletion = `deletion ${token}`
    const brought = bringBack(model, type, id, deletion, now)
    if (brought) note(history, { ...noted, token: brought, isDeletion: brought === deletion }, null)
    return
  }
  if (action === 'delete') {
    if (!stored || stored.isDeleted) return
    putFromBrowser(model, type, { ...stored, isDeleted: true, token: `deletion ${token}` }, now)
    note(history, { ...noted, token: `deletion ${token}`, isDeletion: true }, null)
    return
  }
  if (stored?.isDeleted) return
  const kind = action === 'timer' ? 'running' : 'plain'
  putFromBrowser(model, type, { id, data: makeData[type](id, token, kind, now), isDeleted: false, token }, now)
  note(history, { ...noted, token, isDeletion: false }, null)
}

const upheave = (model: Model, history: History, kind: Upheaval) => {
  if (kind === 'archive') archive(model)
  if (kind === 'purge') {
    for (const { isDeleted, token } of allRows(model)) if (isDeleted) history.gone.add(token)
    purge(model)
  }
  if (kind !== 'restore') return
  for (const id of model.reviews.keys()) history.gone.add(id)
  restore(model)
  for (const token of history.arrived) history.gone.add(token)
  for (const { author, token } of history.writes) if (author === 'browser') history.gone.add(token)
}

/** The model server for interleavings, which judges each decision about a delta. */
export const modelService = (model: Model, history: History): Service => {
  let now = Date.UTC(2026, 2, 3, 12)
  const watch: Watch = {
    tokenOf: (device, type, delta) => writeOf(history, device, { type, id: delta.id }, delta).token,
    decided: (one) => judge(history, one),
  }
  const tellDeletions = (reply: Reply) => {
    if (reply.kind !== 'answer') return
    const { plans, sessions, cards } = reply.answer
    const deleted = new Set(
      [...plans, ...sessions, ...cards].filter(({ action }) => action === 'delete').map(({ id }) => id),
    )
    for (const row of allRows(model)) if (deleted.has(row.id)) tellDeletion(history, row, row.updatedAt, row.token)
  }
  return {
    now: () => now,
    serve: async (device, outgoing) => {
      const reply = serve(model, device, outgoing, now, watch)
      tellDeletions(reply)
      return reply
    },
    digests: () => serverDigests(model),
    inbox: async () => entityTypes.flatMap((type) => model.inbox[type].map(({ token }) => token)),
    reviews: async () => [...model.reviews.keys()],
    browse: async (action, row, token) => browse(model, history, now, action, row, token),
    wait: (ms) => {
      now += ms
    },
    upheave: (kind) => upheave(model, history, kind),
    content: async () => contentOf(model),
  }
}
