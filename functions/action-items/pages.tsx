import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { ActionItemFields } from '../../views/action-items/form'
import { PersonActionRows } from '../../views/action-items/of-person'
import { SourceActionRows } from '../../views/action-items/of-source'
import { ActionItemList, ActionItemPage } from '../../views/action-items/page'
import { ActionRow } from '../../views/action-items/row'
import type { ToastProps } from '../../views/ui/toast'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { notify } from '../lib/htmx'
import { idInView } from '../lib/list-view'
import { todayOf } from '../lib/now'
import { allOrgs } from '../lib/org'
import { cameFrom } from '../lib/page'
import { describedFiling, filingChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Done, Pages } from '../lib/resource/pages'
import { respond } from '../lib/respond'
import { ActionItemsView, actionItemsPage, itemsOfPerson } from './of-person'
import { itemsOfSource } from './queries'
import { ActionItemForm, filing, type ListedActionItem, NewActionItemForm, type NewActionItemValues } from './schema'
import { described, sourceOfPath } from './words'

export const listPath = '/action-items'

export const readItems = <E extends App>(c: Context<E>, query: Record<string, string>) =>
  actionItemsPage(c.env.DB, c.var.user.id, c.var.org, ActionItemsView.parse(query), todayOf(c))

/** The list that the page of the request shows; other pages are told to look themselves. */
const changedList = async <E extends App>(c: Context<E>): Promise<Child> => {
  const page = URL.parse(cameFrom(c, listPath), c.req.url)
  const path = page?.pathname ?? ''
  if (path === listPath)
    return <ActionItemList {...(await readItems(c, Object.fromEntries(page?.searchParams ?? [])))} oob />
  const source = sourceOfPath(path)
  if (source) {
    const items = await itemsOfSource(c.env.DB, c.var.user.id, source)
    return (
      <hx-partial hx-target="#source-actions" hx-swap="outerMorph">
        <SourceActionRows items={items} today={todayOf(c)} />
      </hx-partial>
    )
  }
  const [, person] = /^\/people\/([\w-]{36})$/.exec(path) ?? []
  if (person) {
    const items = await itemsOfPerson(c.env.DB, c.var.user.id, person)
    return (
      <hx-partial hx-target="#person-actions" hx-swap="outerMorph">
        <PersonActionRows items={items} today={todayOf(c)} />
      </hx-partial>
    )
  }
  notify(c, 'tasks-changed')
  return null
}

type Change = {
  toast?: ToastProps
  /** For browsers without script: the page to go on with, instead of the one that sent the request. */
  page?: string
  more?: Child
}

const ownPage = /^\/action-items\/[\w-]{36}(\/|$)/

/** Answers a write of action items with the list on screen. */
export const actionItemsChanged = <E extends App>(c: Context<E>, { toast, page, more }: Change) => {
  const before = cameFrom(c, listPath)
  return respond(c, {
    toast,
    page: page ?? (ownPage.test(before) ? listPath : before),
    fragments: async () => [more, await changedList(c)],
  })
}

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org, filing.ids)

const list = listed<ListedActionItem>({
  name: 'action item',
  path: listPath,
  titleOf: ({ description }) => description,
  item: (item, c) => <ActionRow item={item} today={todayOf(c)} />,
  // `answer` below answers with the list that the page shows.
  list: () => null,
  page: (c, item) => <ActionItemPage item={item} today={todayOf(c)} />,
  fields: async (c, { row, draft, idPrefix }) => (
    <ActionItemFields
      item={row}
      draft={draft}
      choices={await choicesOf(c)}
      linked={{ person_id: idInView.parse(c.req.query('person') ?? '') || null, organization_id: addedTo(c) }}
      idPrefix={idPrefix}
    />
  ),
})

const verbs = { add: 'added', edit: 'saved', delete: 'deleted', restore: 'restored' } as const

const answer = (c: Context<App>, { action, id }: Done<ListedActionItem>) => {
  const undo = action === 'delete' ? `${listPath}/${id}/restore` : undefined
  const emptied = action === 'add' && <div id="new-action-item" hx-swap-oob="true" />
  const page = action === 'add' ? listPath : action === 'edit' ? `${listPath}/${id}` : undefined
  return actionItemsChanged(c, { toast: { message: `Action item ${verbs[action]}`, undo }, more: emptied, page })
}

export const actionItemPages: Pages<ListedActionItem, NewActionItemValues> = {
  ...list,
  create: NewActionItemForm,
  edit: ActionItemForm,
  described: async (c, saved) => ({
    ...described(todayOf(c)),
    ...describedFiling(await choicesOf(c, allOrgs), saved, filing.ids),
  }),
  answer,
}
