import { type Context, Hono } from 'hono'
import { DueCount } from '../../../views/frame/shell/navigation'
import {
  ContentField,
  LearningHead,
  LearningList,
  LearningPage,
  LearningsPage,
} from '../../../views/learning/learnings/page'
import { LearningRow } from '../../../views/learning/learnings/row'
import { RenderedMarkdown } from '../../../views/ui/section'
import { selectedKind } from '../../changes/selected'
import { commitPlanned } from '../../lib/db/retry'
import { sql } from '../../lib/db/sql'
import { type App, localNow, rowLoader, todayOf } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { prefetchFragments, previousPath, redirectTo, respond, wantsFragment } from '../../lib/http/respond'
import { kindApi } from '../../lib/resource/kind-api'
import { kindPages } from '../../lib/resource/kind-pages'
import type { Pages } from '../../lib/resource/resource-pages'
import { cleanLine } from '../../lib/text/text'
import { addCard, reviveCard } from '../cards/queries'
import { cardsDueCount, reviewDay } from '../plans/cards-due'
import { LearningsView, learningsPage, relatedLearnings } from './page-data'
import {
  allLearnings,
  type ListedLearning,
  learning,
  learningBodies,
  learningKind,
  learningResource,
  type NewLearningValues,
} from './schema'

/** Renders markdown as HTML. The renderer is loaded on use, because few requests need it. */
const rendered = async (text: string) => (await import('../../lib/text/markdown')).markdown(text)

type Forms = Pick<Pages<ListedLearning, NewLearningValues>, 'newForm' | 'editForm'>

/** Responds with a preview of the typed text: htmx gets the preview alone, others the form with it. */
const answerPreview = async (c: Context<App>, { newForm, editForm }: Forms) => {
  const { of = '', ...values } = submittedText(c)
  const row = of ? await learning(c.env.DB, c.var.user.id, of) : null
  if (of && !row) return c.notFound()
  if (wantsFragment(c)) return c.render(<RenderedMarkdown>{await rendered(values.content ?? '')}</RenderedMarkdown>)
  const draft = { values, errors: {} }
  const [title, form] = row
    ? [`Edit ${row.title}`, await editForm(c, row, draft)]
    : ['New learning', await newForm(c, draft)]
  return c.render(form, { title, heading: true })
}

const { pages, routes } = kindPages(learningKind, learningResource, {
  read: (c, query) =>
    learningsPage(c.env.DB, c.var.user.id, c.var.org, LearningsView.parse(query), localNow(c.var.user)),
  view: (page) => <LearningsPage {...page} />,
  list: (page) => <LearningList {...page} oob />,
  item: (row, c) => <LearningRow learning={row} today={todayOf(c)} />,
  head: (c, row) => <LearningHead learning={row} today={todayOf(c)} />,
  page: async (c, row) => {
    const related = await relatedLearnings(c.env.DB, c.var.user.id, c.var.org, row)
    return <LearningPage learning={row} content={await rendered(row.content)} related={related} today={todayOf(c)} />
  },
  slots: async (_, { row, draft }) => {
    const preview = draft?.values.content && (await rendered(draft.values.content))
    return { content: (field) => <ContentField row={row} preview={preview} {...field} /> }
  },
})

export const learningPages = pages

const loadLearning = rowLoader('row', learning)

/** Id of the card of a learning, derived from the learning so that it gets only one card. */
const cardOf = (id: string) => `${id}-card`

type Made = 'added' | 'restored' | 'known'

/** Makes a card from a learning, or restores its deleted card. @param now epoch ms */
const makeCard = (db: D1Database, userId: string, row: ListedLearning, today: string, now: number) =>
  commitPlanned<Made>(db, userId, [], async () => {
    const id = cardOf(row.id)
    const before = await sql(db)`
      SELECT deleted_at FROM cards WHERE user_id = ${userId} AND id = ${id}`.first<{ deleted_at: number | null }>()
    if (before?.deleted_at === null) return { result: 'known' }
    if (before) return { result: 'restored', writes: [reviveCard(db, userId, id, now)] }
    const { title: question, content: answer, tags } = row
    const plan_id = row.plan_title === null ? null : row.plan_id
    return { result: 'added', writes: addCard(db, userId, id, { question, answer, tags, plan_id }, today, now) }
  })

const madeWords: Record<Made, string> = {
  added: 'Card added. It is due today.',
  restored: 'Deleted card restored.',
  known: 'This learning is a card already.',
}

/** Form that asks for the answer, for a learning with only a title. */
const blankCard = ({ title: question, tags, plan_id }: ListedLearning) =>
  `/cards/new?${new URLSearchParams({ question, tags, ...(plan_id && { plan: plan_id }) })}`

export const selectedLearnings = selectedKind(learningKind, { pages, routes })

/** `/learnings` */
export const learnings = new Hono<App>()
  .post('/preview', (c) => answerPreview(c, pages))
  .post('/:id/card', loadLearning, async (c) => {
    const { row, user } = c.var
    if (cleanLine(row.content) === '')
      return redirectTo(c, blankCard(row), { message: 'Enter the answer to make a card' })
    const cardsDue = prefetchFragments(c, () =>
      cardsDueCount(c.env.DB, user.id, reviewDay(user, Date.now()), { org: c.var.org }),
    )
    const made = await makeCard(c.env.DB, user.id, row, todayOf(c), Date.now())
    const path = pathTo`/cards/${cardOf(row.id)}`
    const link = { href: path, text: row.title }
    return respond(c, {
      toast: { message: madeWords[made], link, undo: made === 'known' ? undefined : `${path}/delete` },
      page: made === 'known' ? path : previousPath(c, pathTo`/learnings/${row.id}`),
      fragments: async () => <DueCount cardsDue={await cardsDue()} oob />,
    })
  })
  .route('/', selectedLearnings.routes)

/** `/api/v1/learnings` */
export const learningsApi = kindApi(learningKind, learningResource, { ...learningBodies, list: allLearnings })
