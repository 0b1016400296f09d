import type { Context } from 'hono'
import { ActionItemFields } from '../../views/action-items/form'
import { ActionItemPage } from '../../views/action-items/page'
import { ActionRow } from '../../views/action-items/row'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { idInView } from '../lib/list-view'
import { todayOf } from '../lib/now'
import { allOrgs } from '../lib/org'
import { describedFiling, filingChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Done, Pages } from '../lib/resource/pages'
import { actionItemsChanged, listPath } from './fragments'
import { ActionItemForm, filing, type ListedActionItem, NewActionItemForm, type NewActionItemValues } from './schema'
import { described } from './words'

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org, filing.ids)

const list = listed<ListedActionItem>({
  name: 'action item',
  path: listPath,
  titleOf: ({ description }) => description,
  item: (item, c) => <ActionRow item={item} today={todayOf(c)} />,
  // `answer` below answers with the list that the page shows.
  list: () => null,
  page: (c, item) => <ActionItemPage item={item} today={todayOf(c)} />,
  early: (c) => choicesOf(c),
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
