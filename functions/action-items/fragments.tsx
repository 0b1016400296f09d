import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { PersonActionRows } from '../../views/action-items/of-person'
import { SourceActionRows } from '../../views/action-items/of-source'
import { ActionItemList } from '../../views/action-items/page'
import type { ToastProps } from '../../views/ui/toast'
import type { App } from '../lib/env'
import { notify } from '../lib/htmx'
import { todayOf } from '../lib/now'
import { cameFrom } from '../lib/page'
import { respond } from '../lib/respond'
import { ActionItemsView, actionItemsPage } from './list'
import { itemsOfPerson } from './of-person'
import { itemsOfSource } from './queries'
import { sourceOfPath } from './words'

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
