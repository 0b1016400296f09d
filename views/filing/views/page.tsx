import type { ViewRow } from '../../../functions/filing/views/schema'
import { viewPages } from '../../../functions/ledger/views'
import { pathTo } from '../../../functions/lib/http/path-to'
import { periodName } from '../../ledger/filter-fields'
import type { FieldProps } from '../../ui/field'
import { ErrorSummary } from '../../ui/form'
import { Item, MenuPost } from '../../ui/item'

/** A view in the list; its title opens the view. */
export const ViewItem = ({ view: { id, name, page, query, is_default, seq } }: { view: ViewRow }) => {
  const url = pathTo`/views/${id}`
  return (
    <Item
      id={`view-${id}`}
      url={url}
      name={name}
      edits="name"
      parts={[
        viewPages[page],
        periodName(new URLSearchParams(query).get('range')),
        is_default === 1 && 'opens with its page',
      ]}
      menu={
        <MenuPost
          action={url}
          label={is_default ? 'Don’t open with its page' : 'Open with its page'}
          icon={is_default ? 'close' : 'check'}
          swapsNothing
        >
          <input type="hidden" name="field" value="is_default" />
          <input type="hidden" name="is_default" value={is_default ? 'no' : 'yes'} />
          <input type="hidden" name="seq" value={seq} />
        </MenuPost>
      }
    />
  )
}

/** Hidden query of a view. */
export const ViewQueryField = ({ name, value, errors }: FieldProps) => (
  <>
    <input type="hidden" name={name} value={String(value ?? '')} />
    <ErrorSummary errors={errors} />
    <p class="hint">Saves the filter that is set now. A period such as This month moves along with time.</p>
  </>
)
