import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server'
import type { Context } from 'hono'
import { weekOf } from '../lib/days'
import type { App } from '../lib/env'
import { todayOf } from '../lib/now'
import { dataMark } from './call'
import { type Answered, ask } from './tools'

const today = {
  uri: 'daymark://today',
  name: 'today',
  title: 'Today',
  description: 'The tasks of today, the timer, and the tracked time.',
  mimeType: 'application/json',
}
const week = {
  uri: 'daymark://week',
  name: 'week',
  title: 'This week',
  description: 'The tracked time of this week, by day and by project.',
  mimeType: 'application/json',
}

const markdown = 'text/markdown'

export const planTemplate = {
  uriTemplate: 'daymark://plans/{id}',
  name: 'plan',
  title: 'A plan',
  description: 'The markdown of a plan.',
  mimeType: markdown,
}

const refuse = (detail: string) => new ProtocolError(ProtocolErrorCode.InvalidParams, detail)

const jsonOf = (answered: Answered): object => {
  if ('refused' in answered) throw refuse(answered.detail)
  return 'json' in answered ? answered.json : {}
}

const read = async (c: Context<App>, path: string) => jsonOf(await ask(c, { method: 'GET', path: `/api/v1${path}` }))

/** Today, this week, and plans by page. */
export const listResources = async (c: Context<App>, cursor: string | undefined) => {
  const query = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`
  const page = (await read(c, `/plans${query}`)) as {
    items: { id: string; title: string }[]
    next_cursor: string | null
  }
  const plans = page.items.map(({ id, title }) => ({
    uri: `daymark://plans/${encodeURIComponent(id)}`,
    name: id,
    title,
    mimeType: markdown,
  }))
  return {
    resources: [...(cursor === undefined ? [today, week] : []), ...plans],
    ...(page.next_cursor !== null && { nextCursor: page.next_cursor }),
  }
}

const contents = (uri: string, mimeType: string, text: string) => ({
  contents: [{ uri, mimeType, text, _meta: { notice: dataMark } }],
})

const jsonContents = (uri: string, json: object) =>
  contents(uri, 'application/json', JSON.stringify({ notice: dataMark, ...json }))

const readToday = async (c: Context<App>) => {
  const date = todayOf(c)
  const [timer, tasks, sessions, statistics] = await Promise.all([
    read(c, '/timer'),
    read(c, `/tasks?date=${date}`),
    read(c, `/sessions?from=${date}&to=${date}`),
    read(c, `/stats?from=${date}&to=${date}`),
  ])
  return jsonContents(today.uri, { date, timer, tasks, sessions, statistics })
}

const readWeek = async (c: Context<App>) => {
  const { from, to } = weekOf(todayOf(c), c.var.user.preferences.week_start)
  const [statistics, by_project] = await Promise.all([
    read(c, `/stats?from=${from}&to=${to}`),
    read(c, `/stats/breakdown?from=${from}&to=${to}&by=project`),
  ])
  return jsonContents(week.uri, { from, to, statistics, by_project })
}

const planIn = (uri: string) => /^daymark:\/\/plans\/([\w.%-]{1,300})$/.exec(uri)?.[1]

const readPlan = async (c: Context<App>, uri: string, id: string) => {
  const answered = await ask(c, { method: 'GET', path: `/api/v1/plans/${id}/markdown` })
  if ('refused' in answered && answered.refused === 404) throw new ResourceNotFoundError(uri)
  if (!('text' in answered)) throw refuse('refused' in answered ? answered.detail : 'The plan has no markdown')
  return contents(uri, markdown, `<!-- ${dataMark} -->\n${answered.text}`)
}

export const readResource = (c: Context<App>, uri: string) => {
  if (uri === today.uri) return readToday(c)
  if (uri === week.uri) return readWeek(c)
  const id = planIn(uri)
  if (id === undefined || /^(\.|%2e){1,2}$/i.test(id)) throw new ResourceNotFoundError(uri)
  return readPlan(c, uri, id)
}
