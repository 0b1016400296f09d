import { ViewItem, ViewQueryField } from '../../../views/filing/views/page'
import { optionsOf, Select } from '../../../views/ui/field'
import { deleteAct } from '../../changes/acts'
import { selectedKind } from '../../changes/selected'
import { readViewQuery, viewPages } from '../../ledger/views'
import { flash, wantsFragment } from '../../lib/http/respond'
import { kindApi } from '../../lib/resource/kind-api'
import { kindPages, searchedList } from '../../lib/resource/kind-pages'
import { allViews, pageOfViews, viewKind, viewResource } from './schema'

const listed = kindPages(viewKind, viewResource, {
  ...searchedList({
    kind: viewKind,
    pageOf: pageOfViews,
    pageSize: 100,
    placeholder: 'Name',
    item: (row) => <ViewItem view={row} />,
    none: 'Set a filter on the sessions, the statistics, a week or a report, and press Save view.',
  }),
  slots: (c, { row, draft }) => {
    const given = (name: 'page' | 'query') => draft?.values[name] ?? row?.[name] ?? c.req.query(name)
    const { page, is_default } = viewKind.fields
    return {
      page: (field) => <Select {...field} label={page.label} options={optionsOf(viewPages)} value={given('page')} />,
      query: (field) => <ViewQueryField {...field} value={given('query')} />,
      is_default: (field) => (
        <Select {...field} label={is_default.label} options={optionsOf({ no: 'No', yes: 'Yes' })} />
      ),
    }
  },
  show: async (c, row) => {
    if (wantsFragment(c)) return c.render(<ViewItem view={row} />)
    const { query, leftOut } = await readViewQuery(c.env.DB, c.var.user.id, row)
    if (leftOut) flash(c, { message: leftOut })
    return c.redirect(`/${row.page}?${query || 'subject=all'}`, 303)
  },
})

/** `/views`. The path of a view redirects to the view's page. */
export const views = selectedKind(viewKind, listed, { delete: deleteAct('view') })

/** `/api/v1/views` */
export const viewsApi = kindApi(viewKind, viewResource, {
  ...viewKind.bodies({
    create: { name: 'Clinic, this month', page: 'stats', query: 'range=this-month&client=Harbour+Clinic' },
    patch: { is_default: true },
  }),
  list: allViews,
})
