import { type Context, Hono } from 'hono'
import { type CreatedFeed, type FeedDraft, FeedPage, FeedsPage } from '../../../views/data/feeds'
import { onceByForm } from '../../lib/api/once'
import { afterAllIds } from '../../lib/api/values'
import { commit } from '../../lib/db/sql'
import { type App, appContext, type Loaded, rowLoader } from '../../lib/env'
import { type Draft, form, submittedAll, submittedText } from '../../lib/http/form'
import { redirectTo } from '../../lib/http/respond'
import { isolateDirection } from '../../lib/text/text'
import {
  deleteFeed,
  FeedForm,
  type FeedRow,
  feedById,
  feedsBefore,
  feedsLimit,
  makeFeed,
  newAddress,
  replaceAddress,
  tooManyFeeds,
  updateFeed,
} from './schema'

const page = { title: 'Calendars', heading: true }
const editPage = { title: 'Edit calendar', heading: true }
const path = '/settings/calendars'

const view = async (c: Context<App>, props: { draft?: FeedDraft; made?: CreatedFeed } = {}) => {
  const { user } = c.var
  const feeds = await feedsBefore(c.env.DB, user.id, afterAllIds, feedsLimit)
  return <FeedsPage feeds={feeds} user={user} now={Date.now()} {...props} />
}

const withChecks = (c: Context, draft: Draft<FeedForm>): FeedDraft => ({
  ...draft,
  selected: submittedAll(c, 'shows'),
})

const editView = (c: Context<Loaded<'feed', FeedRow>>, draft?: Draft<FeedForm>) => (
  <FeedPage feed={c.var.feed} user={c.var.user} draft={draft && withChecks(c, draft)} />
)

const loadFeed = rowLoader('feed', feedById)

/** Renders the new address in this response. A redirect could pass it on only in a cookie or a URL. */
const showAddress = async (c: Context<App>, made: CreatedFeed) => {
  c.status(201)
  return c.render(await view(c, { made }), page)
}

/** `/settings/calendars` */
export const feedSettings = new Hono<App>()
  .get('/', async (c) => c.render(await view(c), page))

  .post(
    '/',
    form(FeedForm, page.title, (c, draft) => view(c, { draft: withChecks(c, draft) }), { heading: true }),
    async (c) => {
      const { shows, ...values } = c.req.valid('form')
      const made = await onceByForm<CreatedFeed | null>(appContext(c), (claim) =>
        makeFeed(appContext(c), { ...values, contains: shows }, ({ name, url }) => claim({ name, url })),
      )
      if (made) return showAddress(appContext(c), made)
      c.status(422)
      const draft = withChecks(c, { values: submittedText(c), errors: { name: [tooManyFeeds] } })
      return c.render(await view(appContext(c), { draft }), page)
    },
  )

  .get('/:id', loadFeed, (c) => c.render(editView(c), editPage))

  .post('/:id', loadFeed, form(FeedForm, editPage.title, editView, { heading: true }), async (c) => {
    const { DB } = c.env
    const { feed, user } = c.var
    const { shows, ...values } = c.req.valid('form')
    await commit(DB, user.id, [], [updateFeed(DB, user.id, feed.id, { ...values, contains: shows })])
    return redirectTo(c, path, { message: 'Calendar saved' })
  })

  .post('/:id/address', loadFeed, async (c) => {
    const { DB } = c.env
    const { feed, user } = c.var
    const { url, hash } = await newAddress(appContext(c))
    const made = await onceByForm<CreatedFeed>(appContext(c), async (claim) => {
      const shown = { name: feed.name, url }
      await commit(DB, user.id, [], [...(await claim(shown)), replaceAddress(DB, user.id, feed.id, hash)])
      return shown
    })
    return showAddress(appContext(c), made)
  })

  .post('/:id/delete', loadFeed, async (c) => {
    const { DB } = c.env
    const { feed, user } = c.var
    await commit(DB, user.id, [], [deleteFeed(DB, user.id, feed.id)])
    return redirectTo(c, path, { message: `${isolateDirection(feed.name)} deleted. Its address no longer works` })
  })
