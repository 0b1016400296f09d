import type { Context } from 'hono'
import { LearningFields } from '../../views/learnings/form'
import { LearningPage } from '../../views/learnings/learning'
import { LearningList } from '../../views/learnings/page'
import { LearningRow } from '../../views/learnings/row'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { allOrgs } from '../lib/org'
import { filingChoices, filingWords } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Pages } from '../lib/resource/pages'
import { todayOf } from '../lib/today'
import { LearningsView, learningsPage } from './list'
import { LearningForm, type ListedLearning, NewLearningForm, type NewLearningValues } from './schema'
import { described } from './words'

export const readLearnings = (c: Context<App>, query: Record<string, string>) =>
  learningsPage(c.env.DB, c.var.user.id, c.var.org, LearningsView.parse(query), localNow(c.var.user))

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org)

/** Markdown as HTML. Loaded when it is needed, because few requests show any. */
export const rendered = async (text: string) => (await import('../lib/markdown')).markdown(text)

export const learningList = listed<ListedLearning>({
  name: 'learning',
  path: '/learnings',
  titleOf: ({ title }) => title,
  item: (row, c) => <LearningRow learning={row} today={todayOf(c)} />,
  list: async (c, search) => <LearningList {...(await readLearnings(c, Object.fromEntries(search)))} oob />,
  page: async (c, row) => <LearningPage learning={row} content={await rendered(row.content)} today={todayOf(c)} />,
  early: (c) => choicesOf(c),
  fields: async (c, { row, draft, idPrefix }) => (
    <LearningFields
      row={row}
      draft={draft}
      linked={row ? {} : { organization: addedTo(c), ...c.req.query() }}
      choices={await choicesOf(c)}
      today={todayOf(c)}
      preview={draft?.values.content ? await rendered(draft.values.content) : undefined}
      idPrefix={idPrefix}
    />
  ),
})

export const learningPages: Pages<ListedLearning, NewLearningValues> = {
  ...learningList,
  create: NewLearningForm,
  edit: LearningForm,
  described: async (c) => described(filingWords(await choicesOf(c, allOrgs))),
}
