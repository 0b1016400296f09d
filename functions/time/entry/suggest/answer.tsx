import type { Context } from 'hono'
import { entryIds, Suggestions } from '../../../../views/time/entry/suggestions'
import { type App, todayOf } from '../../../lib/env'
import { suggestions, type Takes } from './suggest'
import { typedLimit } from './typed'

/** Answers the suggestions for the word at the caret. @param takesOf what the line takes, where it is of another kind */
export const answerSuggestions = async (c: Context<App>, takesOf?: (line: string, today: string) => Takes) => {
  const { entry = '', caret = '', create = '', list } = c.req.query()
  const text = entry.slice(0, typedLimit)
  const at = /^\d{1,3}$/.test(caret) ? Math.min(Number(caret), text.length) : text.length
  const today = todayOf(c)
  const line = { text, caret: at, create: create.slice(0, typedLimit), today, now: Date.now() }
  const found = await suggestions(c.env.DB, c.var.user.id, c.var.org, { ...line, takes: takesOf?.(text, today) })
  const idPrefix = entryIds.find((id) => id === list) ?? 'entry'
  return c.render(<Suggestions idPrefix={idPrefix} suggestions={found} />, { title: 'Suggestions', heading: true })
}
