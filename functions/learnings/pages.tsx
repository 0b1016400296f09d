import type { Context } from 'hono'
import { LearningFields } from '../../views/learnings/form'
import { LearningPage } from '../../views/learnings/learning'
import { LearningList } from '../../views/learnings/page'
import { LearningRow } from '../../views/learnings/row'
import { Rendered } from '../../views/plan-pages/rendered'
import { Adder } from '../../views/ui/editor'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { wantsFragment } from '../lib/page'
import { listed } from '../lib/resource/listed'
import type { AnyDraft, Done, Pages } from '../lib/resource/pages'
import { respond } from '../lib/respond'
import { todayOf } from '../lib/today'
import { learningChoices } from './choices'
import { LearningsView, learningsPage } from './list'
import { LearningForm, type ListedLearning, NewLearningForm, type NewLearningValues } from './schema'
import { described } from './words'

export const readLearnings = (c: Context<App>, view: LearningsView) =>
  learningsPage(c.env.DB, c.var.user.id, view, localNow(c.var.user))

const choicesOf = (c: Context<App>) => learningChoices(c.env.DB, c.var.user.id)

/** Markdown as HTML. Loaded when it is needed, because few requests show any. */
export const rendered = async (text: string) => (await import('../lib/markdown')).markdown(text)

export const learningList = listed<ListedLearning>({
  name: 'learning',
  path: '/learnings',
  titleOf: ({ title }) => title,
  item: (row, c) => <LearningRow learning={row} today={todayOf(c)} />,
  list: async (c, search) => (
    <LearningList {...(await readLearnings(c, LearningsView.parse(Object.fromEntries(search))))} oob />
  ),
  early: choicesOf,
  fields: async (c, { row, draft, idPrefix }) => (
    <LearningFields
      row={row}
      draft={draft}
      choices={await choicesOf(c)}
      today={todayOf(c)}
      preview={draft?.values.content ? await rendered(draft.values.content) : undefined}
      idPrefix={idPrefix}
    />
  ),
})

/** A form of a new learning, with the project or plan of the page that linked to it. */
const newForm = async (c: Context<App>, draft?: AnyDraft) => {
  const { project = '', plan = '' } = c.req.query()
  const values = draft?.values ?? { project_id: project, plan_id: plan }
  return (
    <Adder
      label="New learning"
      url="/learnings"
      add="Add learning"
      target={wantsFragment(c) ? '#new-learning' : undefined}
    >
      <LearningFields
        draft={{ values, errors: draft?.errors ?? {} }}
        isFresh={!draft}
        choices={await choicesOf(c)}
        today={todayOf(c)}
        preview={values.content ? await rendered(values.content) : undefined}
        idPrefix="new-learning"
      />
    </Adder>
  )
}

/** An edit that was made on the page of a learning leads back there. */
const edited = (c: Context<App>, done: Done<ListedLearning>) =>
  wantsFragment(c)
    ? learningList.answer(c, done)
    : respond(c, { toast: { message: 'Learning saved' }, page: `/learnings/${done.id}`, fragments: () => null })

const show = async (c: Context<App>, row: ListedLearning) => {
  if (wantsFragment(c)) return c.render(<LearningRow learning={row} today={todayOf(c)} />)
  return c.render(<LearningPage learning={row} content={await rendered(row.content)} today={todayOf(c)} />, {
    title: row.title,
  })
}

export const learningPages: Pages<ListedLearning, NewLearningValues> = {
  ...learningList,
  create: NewLearningForm,
  edit: LearningForm,
  described: async (c) => described(new Map((await choicesOf(c)).map(({ id, name }) => [id, name]))),
  newForm,
  show,
  answer: (c, done) => (done.action === 'edit' ? edited(c, done) : learningList.answer(c, done)),
}

/** Answers what was typed with its preview: htmx gets the text alone, everyone else the form again. */
export const answerPreview = async (c: Context<App>, values: Record<string, string>, row: ListedLearning | null) => {
  if (wantsFragment(c)) return c.render(<Rendered>{await rendered(values.content ?? '')}</Rendered>)
  const draft = { values, errors: {} }
  const [title, form] = row
    ? [`Edit ${row.title}`, await learningPages.editForm(c, row, draft)]
    : ['New learning', await newForm(c, draft)]
  return c.render(form, { title, heading: true })
}
